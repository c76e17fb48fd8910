package dev.weir.app.command;

import dev.weir.app.run.PriceFiles;
import dev.weir.topology.price.ModelUse;
import dev.weir.topology.price.PriceBook;
import dev.weir.topology.price.PriceEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir prices show}: the prices of a model, or of all. */
@Command(
        name = "show",
        description =
                "Prices in effect, USD per million tokens: of all models, or of one as a call names it, the list that"
                        + " is asked first in front.")
final class PricesShowCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL", description = "name of a model; default all")
    private @Nullable String model;

    @Option(names = "--provider", paramLabel = "PROVIDER", description = "who sells it, as a call says it")
    private @Nullable String provider;

    @Option(names = "--at", paramLabel = "TIME", description = "only what holds then: a date, or a time in ISO-8601")
    private @Nullable String at;

    private final Terminal terminal;

    PricesShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        PriceBook book = PriceFiles.book(common.load(terminal).config().files());
        Instant time = at == null ? null : time(at);
        List<PriceEntry> entries = model == null ? book.entries() : book.entriesFor(ModelUse.of(provider, model));
        if (entries.isEmpty()) {
            terminal.err()
                    .println("weir: " + model + (provider == null ? "" : " of " + provider)
                            + ": no price list has it, or several providers sell it and --provider does not say which");
            return CommandLines.FAILED;
        }
        entries.forEach(entry -> print(entry, time));
        return CommandLines.DONE;
    }

    private void print(PriceEntry entry, @Nullable Instant time) {
        terminal.out()
                .println(entry.list() + ": "
                        + String.join(", ", entry.providers().stream().sorted().toList()) + " " + entry.model()
                        + (entry.listPrice() ? "" : " (this provider only)"));
        for (PriceEntry.Period period : entry.periods()) {
            if (time == null || period.overlaps(time)) {
                String when = PriceText.period(period);
                period.lines().forEach(line -> terminal.out().println("    " + PriceText.line(line) + when));
            }
        }
    }

    /**
     * A time, or midnight UTC of a date.
     *
     * @throws UsageException if the text is neither
     */
    static Instant time(String text) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new UsageException("--at = " + text + ": expected YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ");
        }
    }
}
