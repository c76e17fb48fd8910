package dev.weir.app.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The memory of bodies that are coming and of answers that are going, bounded in sum. Where it is full the eldest holders are
 * given up, if they are older than {@value #GRACE_SECONDS} s; otherwise there is no room. So slow clients make place for quick
 * ones, and quick ones do not push each other out. One holder alone has whatever it needs. Thread-safe.
 */
final class HeldBytes {

    static final int GRACE_SECONDS = 5;

    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(GRACE_SECONDS);

    private final long most;
    private final LongSupplier clock;
    private final Map<Holder, Share> shares = new LinkedHashMap<>();
    private long sum;

    /** Somebody who holds bytes. */
    interface Holder {

        /** Its room has been given to another: it lets go of its bytes. Called on the thread of the other. */
        void giveUp();
    }

    private static final class Share {
        private final long since;
        private long bytes;

        Share(long since) {
            this.since = since;
        }
    }

    /** @param clock nanoseconds since any time */
    HeldBytes(long most, LongSupplier clock) {
        this.most = most;
        this.clock = clock;
    }

    /**
     * Takes room for more bytes.
     *
     * @return whether there was any
     */
    boolean take(Holder holder, long more) {
        List<Holder> givenUp = new ArrayList<>();
        boolean taken;
        long now = clock.getAsLong();
        synchronized (this) {
            makeRoom(holder, more, now, givenUp);
            taken = sum + more <= most || shares.isEmpty() || (shares.size() == 1 && shares.containsKey(holder));
            if (taken) {
                shares.computeIfAbsent(holder, absent -> new Share(now)).bytes += more;
                sum += more;
            }
        }
        givenUp.forEach(Holder::giveUp);
        return taken;
    }

    private void makeRoom(Holder holder, long more, long now, List<Holder> givenUp) {
        Iterator<Map.Entry<Holder, Share>> eldest = shares.entrySet().iterator();
        while (sum + more > most && eldest.hasNext()) {
            Map.Entry<Holder, Share> share = eldest.next();
            if (now - share.getValue().since <= GRACE_NANOS) {
                return;
            }
            if (share.getKey() != holder) {
                eldest.remove();
                sum -= share.getValue().bytes;
                givenUp.add(share.getKey());
            }
        }
    }

    /** Gives all room of a holder back; again does nothing. */
    synchronized void release(Holder holder) {
        Share share = shares.remove(holder);
        if (share != null) {
            sum -= share.bytes;
        }
    }

    synchronized long sum() {
        return sum;
    }
}
