package dev.weir.app.traffic;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/** Several sequences as one in the order of arrival; at the same instant the earlier listed sequence goes first. */
final class MergedArrivals implements Iterator<Arrival> {

    private record Head(Arrival arrival, int sequence) {}

    private final List<? extends Iterator<Arrival>> sequences;
    private final PriorityQueue<Head> heads = new PriorityQueue<>(
            Comparator.comparing((Head head) -> head.arrival().at()).thenComparingInt(Head::sequence));

    MergedArrivals(List<? extends Iterator<Arrival>> sequences) {
        this.sequences = List.copyOf(sequences);
        for (int i = 0; i < this.sequences.size(); i++) {
            pull(i);
        }
    }

    private void pull(int sequence) {
        if (sequences.get(sequence).hasNext()) {
            heads.add(new Head(sequences.get(sequence).next(), sequence));
        }
    }

    @Override
    public boolean hasNext() {
        return !heads.isEmpty();
    }

    @Override
    public Arrival next() {
        Head head = heads.remove();
        pull(head.sequence());
        return head.arrival();
    }
}
