package dev.weir.topology.aggregate;

import dev.weir.schemas.Tile;
import dev.weir.topology.aggregate.WindowStorage.Action;
import dev.weir.topology.aggregate.WindowStorage.Appointment;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The windowed, keyed, mergeable aggregate: partials are merged into every tile that holds their event time, the
 * frontier closes windows, and whatever comes later is published as a correction.
 *
 * <p>Guarantee: after {@link #advance} with frontier {@code f}, every window that holds a partial and ended at or before
 * {@code f - grace} has been published, and every correction older than the correction interval too. A partial is left
 * out of a tile only when its window is past its retention, which {@link #add} reports. The published aggregate depends
 * only on the partials, not on their order. Cost: one read and one write of the storage for each partial and tile. Not
 * thread-safe.
 */
public final class Windows<A extends Mergeable<A>> {

    private final AggregateType<A> type;
    private final WindowRules rules;
    private final WindowStorage storage;

    public Windows(AggregateType<A> type, WindowRules rules, WindowStorage storage) {
        this.type = type;
        this.rules = rules;
        this.storage = storage;
    }

    /** One publication of a window. */
    public record Published<A>(WindowKey key, int revision, A aggregate) {}

    /**
     * Merges a partial into the window of every tile that holds its event time.
     *
     * @param clock the common frontier, milliseconds; {@link Long#MIN_VALUE} while unknown
     * @return how many tiles no longer keep that window, so that the partial is not in them; 0 in the normal case
     */
    public int add(String key, long eventMillis, A partial, long clock) {
        int forgotten = 0;
        for (Map.Entry<Tile, Duration> kept : rules.retention().entrySet()) {
            Tile tile = kept.getKey();
            WindowKey window = new WindowKey(key, tile, tile.startOf(eventMillis));
            if (expireAt(window) <= clock) {
                forgotten++;
            } else {
                addTo(window, partial, clock);
            }
        }
        return forgotten;
    }

    private void addTo(WindowKey window, A partial, long clock) {
        byte[] storageKey = window.toBytes();
        WindowState<A> state = WindowState.fromBytes(storage.window(storageKey), type);
        if (state == null) {
            state = WindowState.open(type.empty().get());
            storage.putAppointment(new Appointment(closeAt(window), Action.CLOSE, window));
        } else if (!state.isOpen() && !state.isDirty()) {
            state.correct();
            long due = Math.max(
                    clock, state.publishedAt() + rules.correctionInterval().toMillis());
            storage.putAppointment(new Appointment(due, Action.REVISE, window));
        }
        state.aggregate().mergeWith(partial);
        storage.putWindow(storageKey, state.toBytes());
    }

    private long closeAt(WindowKey window) {
        return window.endMillis() + rules.grace().toMillis();
    }

    private long expireAt(WindowKey window) {
        Duration retention = rules.retention().getOrDefault(window.tile(), Duration.ZERO);
        return Math.max(window.endMillis() + retention.toMillis(), closeAt(window));
    }

    /**
     * Publishes what is due at a frontier and forgets what is past its retention.
     *
     * @param clock the common frontier, milliseconds
     * @param end what the end of the input makes due besides; nothing is forgotten early
     */
    public void advance(long clock, End end, Consumer<Published<A>> publish) {
        for (Appointment appointment : storage.due(end == End.NOT_REACHED ? clock : Long.MAX_VALUE)) {
            boolean due = appointment.due() <= clock;
            switch (appointment.action()) {
                case EXPIRE -> {
                    if (due) {
                        expire(appointment, clock);
                    }
                }
                case REVISE -> {
                    if (due || end != End.NOT_REACHED) {
                        publish(appointment, clock, publish);
                    }
                }
                case CLOSE -> {
                    if (due || end == End.CLOSES_ALL) {
                        publish(appointment, clock, publish);
                    }
                }
            }
        }
    }

    /** Whether everything that was merged has been published. */
    public boolean isSettled() {
        return storage.due(Long.MAX_VALUE).stream().allMatch(one -> one.action() == Action.EXPIRE);
    }

    /** What the end of the input makes due. */
    public enum End {
        /** It has not been reached. */
        NOT_REACHED,
        /** It has: corrections are due, open windows still wait. */
        REVISES_ALL,
        /** It has, and nothing is outstanding: everything is due. */
        CLOSES_ALL
    }

    /**
     * Publishes open windows before their grace is over: those that ended at or before a time and say that nothing is
     * missing.
     *
     * @param endedBy that time, milliseconds
     */
    public void closeEarly(long endedBy, long clock, Predicate<A> complete, Consumer<Published<A>> publish) {
        for (Appointment appointment : storage.due(endedBy + rules.grace().toMillis())) {
            if (appointment.action() == Action.CLOSE
                    && complete.test(stateOf(appointment).aggregate())) {
                publish(appointment, clock, publish);
            }
        }
    }

    private void publish(Appointment appointment, long clock, Consumer<Published<A>> publish) {
        WindowKey window = appointment.window();
        WindowState<A> state = stateOf(appointment);
        storage.deleteAppointment(appointment);
        if (state.isOpen()) {
            storage.putAppointment(new Appointment(expireAt(window), Action.EXPIRE, window));
        }
        state.publish(clock);
        storage.putWindow(window.toBytes(), state.toBytes());
        publish.accept(new Published<>(window, state.revision(), state.aggregate()));
    }

    private void expire(Appointment appointment, long clock) {
        WindowKey window = appointment.window();
        storage.deleteAppointment(appointment);
        if (stateOf(appointment).isDirty()) {
            long later = clock + 1 + rules.correctionInterval().toMillis();
            storage.putAppointment(new Appointment(later, Action.EXPIRE, window));
        } else {
            storage.deleteWindow(window.toBytes());
        }
    }

    private WindowState<A> stateOf(Appointment appointment) {
        WindowState<A> state =
                WindowState.fromBytes(storage.window(appointment.window().toBytes()), type);
        if (state == null) {
            throw new IllegalStateException("an appointment without its window: " + appointment.action() + " of a "
                    + appointment.window().tile() + " window at "
                    + appointment.window().startMillis());
        }
        return state;
    }
}
