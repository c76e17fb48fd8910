package dev.weir.app.command;

import dev.weir.app.config.FilesConfig;
import dev.weir.app.run.PriceFiles;
import dev.weir.topology.price.PriceBook;
import dev.weir.topology.price.PriceBooks;
import dev.weir.topology.price.PriceChange;
import dev.weir.topology.price.PriceFormat;
import dev.weir.topology.price.PublishedBook;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir prices update}: a new price file in the place of the old one, if it can be used. */
@Command(
        name = "update",
        description =
                "Checks a price file, prints what it changes, and puts it in the place that the configuration names for"
                        + " its form; running instances read it by themselves.")
final class PricesUpdateCommand implements Callable<Integer> {

    private static final Map<PriceFormat, String> KEYS = Map.of(
            PriceFormat.WEIR, "files.prices",
            PriceFormat.GENAI_PRICES, "files.genai_prices",
            PriceFormat.LITELLM, "files.litellm_prices");

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "a price list of Weir's own form, LiteLLM's or genai-prices', gzip or not")
    private Path file = Path.of("");

    @Option(names = "--to", paramLabel = "PATH", description = "where to put it; default as configured")
    private @Nullable Path to;

    @Option(names = "--dry-run", description = "prints what would change and writes nothing")
    private boolean dryRun;

    private final Terminal terminal;

    PricesUpdateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        FilesConfig files = common.load(terminal).config().files();
        byte[] content = PriceFiles.content(terminal.readable(file));
        PriceFormat format = PriceFormat.of(content);
        PublishedBook updated = PriceBooks.read(format, content, String.valueOf(file.getFileName()));
        Path place = place(files, format);
        PriceBook old = Files.exists(place) ? PriceFiles.read(format, place).book() : PriceBook.empty();
        print(terminal.out(), updated, PriceChange.between(old, updated.book()));
        if (!dryRun) {
            write(content, place);
            terminal.out().println("written to " + place);
        }
        return CommandLines.DONE;
    }

    private Path place(FilesConfig files, PriceFormat format) {
        if (to != null) {
            return terminal.directory().resolve(to);
        }
        String configured = PriceFiles.places(files).getOrDefault(format, "");
        if (configured.isEmpty()) {
            throw new UsageException(
                    KEYS.get(format) + " = : expected the file to replace, or --to PATH for a first one");
        }
        return Path.of(configured);
    }

    private static void print(PrintWriter out, PublishedBook book, List<PriceChange> changes) {
        for (PriceChange change : changes) {
            String sign = switch (change.kind()) {
                case ADDED -> "+";
                case REMOVED -> "-";
                case CHANGED -> "~";
            };
            out.println(sign + " " + change.model() + ": " + String.join(", ", change.details()));
        }
        for (PriceChange.Kind kind : PriceChange.Kind.values()) {
            long models = changes.stream().filter(one -> one.kind() == kind).count();
            out.println(models + " models " + kind.name().toLowerCase(Locale.ROOT));
        }
        out.println(book.book().size() + " models in all");
        book.skippedByReason().forEach((reason, entries) -> out.println(entries + " entries left out: " + reason));
        book.unread()
                .forEach((field, entries) -> out.println(entries + " entries have a price that is not read: " + field));
    }

    /** Whole or not at all: a reader sees the old file or the new one. */
    private static void write(byte[] content, Path place) throws IOException {
        Path beside = place.resolveSibling("." + place.getFileName() + ".new");
        try {
            Files.write(beside, content);
            Files.move(beside, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
