package dev.weir.topology;

import dev.weir.topology.aggregate.WindowStores;
import dev.weir.topology.evaluation.EvaluationStores;
import dev.weir.topology.quality.QualityKind;
import dev.weir.topology.spend.SpendKind;
import dev.weir.topology.traffic.SeriesKind;

/**
 * Every state store of the topology, and the only place that names one. All are persistent (RocksDB) and changelogged
 * with compaction; none is cached, because each is written once a commit by the hook of its task. Entries are forgotten by
 * frontier, not by a store's own clock. The hooks ({@code …-commit}) hold nothing.
 *
 * <table>
 * <caption>What they hold</caption>
 * <tr><th>store</th><th>key</th><th>bytes an entry</th><th>entries</th><th>kept</th></tr>
 * <tr><td>series-windows</td><td>tile, start, series or key of a view</td><td>0.2 to 2 KB</td>
 *     <td>keys of the series and of each view (capped) x windows within retention</td><td>minute, hour and day retention</td></tr>
 * <tr><td>spend-windows</td><td>tile, start, tenant, kind of spender, spender</td><td>about 80</td>
 *     <td>spenders (capped) x hours and days within retention</td><td>hour and day retention</td></tr>
 * <tr><td>quality-windows</td><td>tile, start, series or key of a view</td><td>0.1 to 1 KB</td>
 *     <td>keys with sampled calls x windows</td><td>quality retention</td></tr>
 * <tr><td>fingerprints</td><td>generation, offset</td><td>6 a call</td><td>one a commit</td>
 *     <td>window of duplicates</td></tr>
 * <tr><td>score-ledger</td><td>score id</td><td>about 200</td><td>scores within retention</td>
 *     <td>quality retention</td></tr>
 * <tr><td>ingest-, score-, quality-, evaluations-by-…-counters</td><td>name</td><td>4</td><td>about 20</td><td>for ever</td></tr>
 * <tr><td>evaluations-by-…</td><td>kind of entry, number</td><td>80 a call, 50 calls a chunk; 500 a waiting evaluation</td>
 *     <td>capped, both; none where no evaluations can come</td><td>evaluations.retention and .patience</td></tr>
 * <tr><td>sampling-rates</td><td>one</td><td>about 60 a route</td><td>1</td><td>for ever</td></tr>
 * </table>
 * A store of windows also holds the books of its task: 9 bytes a source partition, about 60 a key that was admitted within the
 * last days and 60 a correction under way.
 */
public final class StateStores {

    public static final WindowStores SERIES = WindowStores.of(SeriesKind.NAME);
    public static final WindowStores SPEND = WindowStores.of(SpendKind.NAME);
    public static final WindowStores QUALITY = WindowStores.of(QualityKind.NAME);
    public static final EvaluationStores EVALUATIONS_BY_SPAN = EvaluationStores.of("evaluations-by-span");
    public static final EvaluationStores EVALUATIONS_BY_RESPONSE = EvaluationStores.of("evaluations-by-response");
    public static final String SCORE_LEDGER = "score-ledger";
    public static final String INGEST_COUNTERS = "ingest-counters";
    public static final String SCORE_COUNTERS = "score-counters";
    public static final String QUALITY_COUNTERS = "quality-counters";
    public static final String FINGERPRINTS = "fingerprints";
    public static final String SAMPLING_RATES = "sampling-rates";
    public static final String INGEST_COMMIT = "ingest-commit";
    public static final String SCORE_COMMIT = "score-commit";

    private StateStores() {}
}
