package dev.weir.app.command;

import dev.weir.app.run.PriceFiles;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.json.InvalidTraceEventException;
import dev.weir.schemas.json.TraceEventJson;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.call.CallView;
import dev.weir.topology.price.ModelUse;
import dev.weir.topology.price.PriceBook;
import dev.weir.topology.price.ReportedCost;
import dev.weir.topology.price.TokenParts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir prices explain}: how the cost of a call comes about, line by line. */
@Command(
        name = "explain",
        description =
                "How the cost of calls comes about: which list and entry, which tier, each product, the sum and how it"
                        + " is rounded.")
final class PricesExplainCommand implements Callable<Integer> {

    private static final int MOST_CALLS = 1_000;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(
            index = "0",
            paramLabel = "EVENT",
            description = "a trace event as JSON, or a file of one a line, gzip or not")
    private String event = "";

    private final Terminal terminal;

    PricesExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        PriceBook book = PriceFiles.book(common.load(terminal).config().files());
        CallView view = new CallView(new AvroCodec(new EmbeddedRegistry()));
        AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
        int number = 0;
        for (String line : lines()) {
            number++;
            view.read(codec.encode(Topics.TRACES, read(line, number)));
            explain(book, view, number);
        }
        return CommandLines.DONE;
    }

    private List<String> lines() throws IOException {
        if (event.strip().startsWith("{")) {
            return List.of(event);
        }
        byte[] content = PriceFiles.content(terminal.readable(Path.of(event)));
        List<String> lines = new String(content, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        if (lines.size() > MOST_CALLS) {
            throw new UsageException(event + " of " + lines.size() + " lines: expected at most " + MOST_CALLS);
        }
        return lines;
    }

    private static TraceEvent read(String line, int number) {
        try {
            return TraceEventJson.read(line);
        } catch (InvalidTraceEventException e) {
            throw new UsageException("event " + number + ": " + e.getMessage());
        }
    }

    private void explain(PriceBook book, CallView call, int number) {
        long end = call.startMicros() + Math.max(0, call.durationMicros());
        ExplanationText text = new ExplanationText(terminal.out());
        text.call(number, call, end);
        TokenParts tokens = TokenParts.of(call);
        if (tokens instanceof TokenParts.Parts parts) {
            text.explanation(book.explain(ModelUse.of(call), parts, end));
        } else if (tokens instanceof TokenParts.Negative negative) {
            text.unpriced("refused: " + negative.message());
        } else {
            text.unpriced("unpriced: the call reports no input or no output tokens");
        }
        text.reported(ReportedCost.nanoUsd(call.costUsd()));
    }
}
