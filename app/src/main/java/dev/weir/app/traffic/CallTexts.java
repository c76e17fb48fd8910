package dev.weir.app.traffic;

import dev.weir.schemas.avro.Document;
import dev.weir.schemas.avro.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts for calls, from the templates of {@code traffic/texts.yaml}, which were written for this. */
final class CallTexts {

    private static final Pattern VALUE = Pattern.compile("%([a-z]+)%");

    private record File(Map<String, List<String>> values, Map<String, RouteTexts> routes, Sensitive sensitive) {}

    private record RouteTexts(String system, List<Template> calls) {}

    private record Template(
            String question,
            @Nullable List<String> documents,
            String answer,
            @Nullable String reference,
            String wrong) {}

    private record Sensitive(List<String> unsafe, List<String> lookalike, List<String> refusals, String compliance) {}

    private final File file = ProductionFigures.read("/traffic/texts.yaml", File.class);

    /** Number of question templates of all routes. */
    int templates() {
        return file.routes().values().stream()
                .mapToInt(route -> route.calls().size())
                .sum();
    }

    boolean knows(String route) {
        return file.routes().containsKey(route);
    }

    /** Question, documents and reference of an ordinary call, with a right or a wrong answer. */
    void fillOrdinary(TraceEvent.Builder event, String route, boolean wrong, SplittableRandom random) {
        RouteTexts texts = routeTexts(route);
        Template template = pick(texts.calls(), random);
        Map<String, String> values = new TreeMap<>();
        event.setSystemText(texts.system())
                .setInputText(filled(template.question(), values, random))
                .setOutputText(filled(wrong ? template.wrong() : template.answer(), values, random));
        String reference = template.reference();
        if (reference != null) {
            event.setReferenceText(filled(reference, values, random));
        }
        List<String> documents = template.documents();
        if (documents != null) {
            List<Document> retrieved = new ArrayList<>();
            for (String text : documents) {
                retrieved.add(Document.newBuilder()
                        .setId("handbook-" + (1 + retrieved.size()))
                        .setScore(0.9 - 0.2 * retrieved.size())
                        .setText(filled(text, values, random))
                        .build());
            }
            event.setDocuments(retrieved);
        }
    }

    /** A question that is unsafe, or reads as if it were, and the answer to it. */
    void fillSensitive(
            TraceEvent.Builder event, String route, boolean unsafe, boolean refused, SplittableRandom random) {
        List<String> questions =
                unsafe ? file.sensitive().unsafe() : file.sensitive().lookalike();
        event.setSystemText(routeTexts(route).system())
                .setInputText(filled(pick(questions, random), new TreeMap<>(), random))
                .setOutputText(
                        refused
                                ? pick(file.sensitive().refusals(), random)
                                : file.sensitive().compliance());
    }

    /** Only a question: the call failed before it was answered. */
    void fillUnanswered(TraceEvent.Builder event, String route, SplittableRandom random) {
        RouteTexts texts = routeTexts(route);
        event.setSystemText(texts.system())
                .setInputText(filled(pick(texts.calls(), random).question(), new TreeMap<>(), random));
    }

    private RouteTexts routeTexts(String route) {
        RouteTexts texts = file.routes().get(route);
        if (texts == null) {
            throw new IllegalStateException("texts of route " + route + ": expected one of "
                    + file.routes().keySet());
        }
        return texts;
    }

    private String filled(String template, Map<String, String> values, SplittableRandom random) {
        return VALUE.matcher(template)
                .replaceAll(match -> values.computeIfAbsent(match.group(1), name -> value(name, random)));
    }

    private String value(String name, SplittableRandom random) {
        List<String> choices = file.values().get(name);
        if (choices == null) {
            throw new IllegalStateException(
                    "%" + name + "%: expected one of " + file.values().keySet());
        }
        return pick(choices, random);
    }

    private static <T> T pick(List<T> choices, SplittableRandom random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
