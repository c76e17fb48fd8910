package dev.weir.topology;

import dev.weir.topology.aggregate.WindowStores;

/**
 * Every state store of the topology, and the only place that names one. All are persistent (RocksDB), cached and
 * changelogged with compaction; entries are forgotten by frontier, not by a store's own clock.
 *
 * <table>
 * <caption>What they hold</caption>
 * <tr><th>store</th><th>key</th><th>bytes an entry</th><th>entries</th><th>kept</th></tr>
 * <tr><td>series-windows</td><td>series, tile, start</td><td>0.4 to 4 KB</td>
 *     <td>series x windows within retention</td><td>minute, hour and day retention</td></tr>
 * <tr><td>spend-windows</td><td>tenant, kind of spender, spender, tile, start</td><td>about 100</td>
 *     <td>spenders x windows within retention</td><td>the same</td></tr>
 * <tr><td>quality-windows</td><td>series, tile, start</td><td>0.1 to 1 KB</td>
 *     <td>series with sampled calls x windows</td><td>quality retention</td></tr>
 * <tr><td>…-appointments</td><td>due time, action, window</td><td>about 80</td><td>one or two a window</td>
 *     <td>until due</td></tr>
 * <tr><td>…-frontiers</td><td>one</td><td>9 a source partition</td><td>1</td><td>for ever</td></tr>
 * <tr><td>score-ledger</td><td>score id</td><td>about 200</td><td>scores within retention</td>
 *     <td>quality retention</td></tr>
 * <tr><td>ingest-, score-, quality-counters</td><td>name</td><td>8</td><td>about 20</td><td>for ever</td></tr>
 * <tr><td>sampling-rates</td><td>one</td><td>about 60 a route</td><td>1</td><td>for ever</td></tr>
 * </table>
 */
public final class StateStores {

    public static final WindowStores SERIES = stores("series");
    public static final WindowStores SPEND = stores("spend");
    public static final WindowStores QUALITY = stores("quality");
    public static final String SCORE_LEDGER = "score-ledger";
    public static final String INGEST_COUNTERS = "ingest-counters";
    public static final String SCORE_COUNTERS = "score-counters";
    public static final String QUALITY_COUNTERS = "quality-counters";
    public static final String SAMPLING_RATES = "sampling-rates";

    private StateStores() {}

    private static WindowStores stores(String what) {
        return new WindowStores(what + "-windows", what + "-appointments", what + "-frontiers");
    }
}
