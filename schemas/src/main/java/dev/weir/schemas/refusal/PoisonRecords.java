package dev.weir.schemas.refusal;

import dev.weir.schemas.Defect;
import dev.weir.schemas.headers.DeadLetterHeaders.Origin;
import dev.weir.schemas.headers.DeadLetterHeaders.Refusal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The records that ended their task in this process. An exception of ours in a step ends the task, and the task starts again
 * from what was committed with the same record; the second time the record is remembered as poison, and from then on its step
 * refuses it. So one record costs two restarts and a dead letter, and nothing else is lost or counted twice.
 *
 * <p>A commit that fails says nothing about which record is at fault. The task is a suspect then: after its restart it does
 * for each of the next records what is done before a commit, until one of them fails.
 *
 * <p>At most {@value #MOST_RECORDS} records and defects are remembered, the newest; an older one costs two restarts again. A new
 * process remembers none. Thread-safe.
 */
public final class PoisonRecords {

    /** Key under which the settings of an application carry this object. */
    public static final String SETTING = "weir.poison.records";

    static final int MOST_RECORDS = 10_000;

    private static final int POISON = 2;

    /** Why a record is refused that nothing else is said to be wrong with. */
    public enum Reason {
        ENDED_ITS_TASK
    }

    private final Predicate<Throwable> isOfARecord;
    private final Map<Origin, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Origin, Failures> eldest) {
            return size() > MOST_RECORDS;
        }
    };
    private final Map<String, Long> suspects = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private volatile boolean empty = true;
    private volatile @Nullable Throwable newest;
    private volatile long refused;

    private record Failures(int count, String defect) {}

    /** @param isOfARecord whether a failure may be the record's fault; false where it is the cluster's, the disk's or the registry's */
    public PoisonRecords(Predicate<Throwable> isOfARecord) {
        this.isOfARecord = isOfARecord;
    }

    /** Those of an application, by its settings; of one without, nothing is ever remembered. */
    public static PoisonRecords of(Map<String, ?> settings) {
        return settings.get(SETTING) instanceof PoisonRecords given ? given : new PoisonRecords(failure -> false);
    }

    /** Takes note that a record ended its task; not where it was not to blame. */
    public synchronized void failed(Origin origin, Throwable failure) {
        if (!isOfARecord.test(failure)) {
            return;
        }
        newest = Defect.root(failure);
        Failures before = failures.get(origin);
        failures.put(origin, new Failures(before == null ? 1 : before.count() + 1, Defect.signature(failure)));
        empty = false;
    }

    /** Takes note that a task could not commit, so many records after its last commit. */
    public synchronized void commitFailed(String task, long records, Throwable failure) {
        if (isOfARecord.test(failure)) {
            newest = Defect.root(failure);
            suspects.put(task, records);
        }
    }

    /** How many of its next records a task has to commit one by one; 0 where it is no suspect. Asked once a start. */
    public synchronized long suspectFor(String task) {
        Long records = suspects.remove(task);
        return records == null ? 0 : records;
    }

    /** Whether no record has ended its task; costs nothing. */
    public boolean isEmpty() {
        return empty;
    }

    /** Whether a record has ended its task twice. */
    public synchronized boolean holds(Origin origin) {
        Failures known = failures.get(origin);
        return known != null && known.count() >= POISON;
    }

    /** The refusal of a record that is held; counted. */
    public synchronized RefusedRecordException refusal(Origin origin, boolean keepsValue) {
        refused++;
        Failures known = failures.get(origin);
        String defect = known == null ? "unknown" : known.defect();
        return new RefusedRecordException(
                new Refusal(Reason.ENDED_ITS_TASK, "twice, with " + defect + ": expected no exception"), keepsValue);
    }

    /** Records refused so far; one that was refused in a transaction that did not commit counts again. */
    public long refused() {
        return refused;
    }

    /** Whether a failure of a thread is the newest one that was taken note of: the record is dealt with. */
    public boolean tookNoteOf(Throwable failure) {
        return newest == Defect.root(failure);
    }

    /** True the first time for a defect, so that its stack is logged once. */
    public synchronized boolean isNew(Throwable failure) {
        return told.size() < MOST_RECORDS && told.add(Defect.signature(failure));
    }
}
