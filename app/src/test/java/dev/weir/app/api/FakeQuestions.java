package dev.weir.app.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.Dimension;
import dev.weir.topology.query.Answer;
import dev.weir.topology.query.Answer.Row;
import dev.weir.topology.query.Queries.Counts;
import dev.weir.topology.query.Question;
import dev.weir.topology.query.Questions;
import dev.weir.topology.view.ListedWindows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;

/** Answers that a test decides, and what was asked last. */
final class FakeQuestions implements Questions {

    final List<ObjectNode> rows = new ArrayList<>();
    Set<Integer> missing = Set.of();
    OptionalLong newest = OptionalLong.empty();
    boolean moving;

    @Nullable
    Question asked;

    @Nullable
    String by;

    @Nullable
    String kind;

    boolean perStep;
    Map<Dimension, String> filters = Map.of();

    ObjectNode addRow() {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        rows.add(row);
        return row;
    }

    private Answer answer() {
        if (moving) {
            throw new InvalidStateStoreException("moving");
        }
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            ObjectNode row = rows.get(i);
            all.add(new Row("%05d".formatted(i), () -> row));
        }
        return new Answer(all, missing, 7);
    }

    @Override
    public Answer series(Map<Dimension, String> wanted) {
        filters = wanted;
        return answer();
    }

    @Override
    public Answer windows(Question question) {
        asked = question;
        return answer();
    }

    @Override
    public Answer windows(ListedWindows<?> listed, Question question) {
        kind = listed.kind();
        return windows(question);
    }

    @Override
    public Answer spend(Question question, String listedBy, boolean eachStep) {
        by = listedBy;
        perStep = eachStep;
        return windows(question);
    }

    @Override
    public Answer unpriced(Question question) {
        return windows(question);
    }

    @Override
    public Counts counters() {
        return new Counts(Map.of("ingest", Map.of("read", 3L)), answer());
    }

    @Override
    public OptionalLong newestEnd() {
        return newest;
    }

    @Override
    public byte[] answerPeer(String path, Map<String, String> parameters) {
        throw new IllegalArgumentException("path = " + path);
    }
}
