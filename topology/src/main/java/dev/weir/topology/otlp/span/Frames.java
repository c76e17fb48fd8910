package dev.weir.topology.otlp.span;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the parts of a batch lie in its bytes: three numbers for each span or log, and one {@link Scope} for each scope that
 * has any. Nothing is decoded. Not thread-safe.
 */
final class Frames {

    /** A stretch of the batch; {@link #NONE} where there is none. */
    record Slice(int offset, int length) {
        static final Slice NONE = new Slice(0, 0);
    }

    /** The resource of a group, which may come after its scopes. */
    static final class Resource {
        Slice slice = Slice.NONE;
    }

    /** A scope, which may come after its spans. */
    static final class Scope {
        final Resource resource;
        Slice slice = Slice.NONE;

        Scope(Resource resource) {
            this.resource = resource;
        }
    }

    private final Signal signal;
    private final int most;
    private final List<Scope> scopes = new ArrayList<>();
    private int[] places = new int[3 * 64];
    private int size;

    Frames(Signal signal, int most) {
        this.signal = signal;
        this.most = most;
    }

    /** Adds a span or log. Those of one scope come one after another; a scope without any is kept nowhere. */
    void add(Scope scope, int offset, int length) throws MalformedException {
        if (size == most) {
            throw new MalformedException(
                    signal.items, "more than " + most + " " + signal.item + "s in a batch: expected at most that many");
        }
        if (scopes.isEmpty() || scopes.get(scopes.size() - 1) != scope) {
            scopes.add(scope);
        }
        int at = 3 * size;
        if (at == places.length) {
            places = Arrays.copyOf(places, 2 * places.length);
        }
        places[at] = offset;
        places[at + 1] = length;
        places[at + 2] = scopes.size() - 1;
        size++;
    }

    int size() {
        return size;
    }

    Slice slice(int item) {
        return new Slice(places[3 * item], places[3 * item + 1]);
    }

    Scope scope(int item) {
        return scopes.get(places[3 * item + 2]);
    }
}
