package dev.weir.app.run;

import dev.weir.app.config.FilesConfig;
import dev.weir.topology.price.CurrentPrices;
import dev.weir.topology.price.InvalidPriceBookException;
import dev.weir.topology.price.PriceBook;
import dev.weir.topology.price.PriceBooks;
import dev.weir.topology.price.PriceFormat;
import dev.weir.topology.price.PublishedBook;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The price files that the configuration names, over the bundled prices, and the book that they make. A file that has
 * changed is read when it has not changed any more since it was last looked at, so that one that is being written is left
 * alone. Not thread-safe, but for the prices.
 */
public final class PriceFiles {

    private static final FileTime NEVER = FileTime.fromMillis(Long.MIN_VALUE);

    private final FilesConfig files;
    private final CurrentPrices prices;
    private Map<String, Stamp> loaded;
    private Map<String, Stamp> seen;

    /** What tells one state of a file from another; a file that is not there has no size. */
    private record Stamp(FileTime changed, long size) {}

    private PriceFiles(FilesConfig files, Map<String, Stamp> loaded, PriceBook book) {
        this.files = files;
        this.prices = new CurrentPrices(book);
        this.loaded = loaded;
        this.seen = loaded;
    }

    /**
     * Reads the files.
     *
     * @throws InvalidPriceBookException naming every problem of the first file that has any
     * @throws IOException if a file cannot be read
     */
    public static PriceFiles read(FilesConfig files) throws IOException {
        Map<String, Stamp> stamps = stamps(files);
        return new PriceFiles(files, stamps, book(files));
    }

    /** The prices of these files, whichever holds when a call is priced. */
    public CurrentPrices prices() {
        return prices;
    }

    /**
     * Reads the files again where one has changed and come to rest; the book is replaced whole or not at all. What cannot
     * be read is tried again when it changes.
     *
     * @return whether the book was replaced
     * @throws InvalidPriceBookException naming every problem of the first file that has any
     * @throws IOException if a file cannot be read
     */
    boolean refresh() throws IOException {
        Map<String, Stamp> now = stamps(files);
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(loaded)) {
            return false;
        }
        loaded = now;
        prices.replaceBy(book(files));
        return true;
    }

    /** The places of price files by their form, in the order in which they are asked; empty: none configured. */
    public static Map<PriceFormat, String> places(FilesConfig files) {
        Map<PriceFormat, String> places = new LinkedHashMap<>();
        places.put(PriceFormat.WEIR, files.prices());
        places.put(PriceFormat.GENAI_PRICES, files.genaiPrices());
        places.put(PriceFormat.LITELLM, files.litellmPrices());
        return places;
    }

    /**
     * The book of one file, gzip or not.
     *
     * @throws InvalidPriceBookException naming every problem
     * @throws IOException if the file cannot be read
     */
    public static PublishedBook read(PriceFormat format, Path file) throws IOException {
        return PriceBooks.read(format, content(file), String.valueOf(file.getFileName()));
    }

    /** What a file holds, unpacked where it is gzip. */
    public static byte[] content(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < 2 || bytes[0] != 0x1f || bytes[1] != (byte) 0x8b) {
            return bytes;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    /** What all files say together, the bundled prices last. */
    public static PriceBook book(FilesConfig files) throws IOException {
        PriceBook book = PriceBook.empty();
        for (Map.Entry<PriceFormat, String> place : places(files).entrySet()) {
            if (!place.getValue().isEmpty()) {
                book = book.orElse(
                        read(place.getKey(), Path.of(place.getValue())).book());
            }
        }
        return book.orElse(PriceBooks.bundled());
    }

    private static Map<String, Stamp> stamps(FilesConfig files) throws IOException {
        Map<String, Stamp> stamps = new LinkedHashMap<>();
        for (String file : places(files).values()) {
            if (!file.isEmpty()) {
                stamps.put(file, stamp(Path.of(file)));
            }
        }
        return stamps;
    }

    private static Stamp stamp(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size());
        } catch (NoSuchFileException e) {
            return new Stamp(NEVER, -1);
        }
    }
}
