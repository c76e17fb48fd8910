package dev.weir.topology.price;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where price books come from. Join a user's own with ours by {@code own.orElse(bundled())}. */
public final class PriceBooks {

    private static final String BUNDLED = "prices.yaml";

    private PriceBooks() {}

    /** Weir's own list: some hundred current models, dated, with the page each price was published on. */
    public static PriceBook bundled() {
        try (InputStream in = PriceBooks.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IllegalStateException(BUNDLED + " is missing from the class path");
            }
            return fromYaml(new InputStreamReader(in, StandardCharsets.UTF_8), "weir");
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + BUNDLED + " failed", e);
        }
    }

    /**
     * A book of a file of any form.
     *
     * @param name what price ids begin with
     * @throws InvalidPriceBookException naming every problem
     */
    public static PublishedBook read(PriceFormat format, byte[] content, String name) {
        try {
            return switch (format) {
                case WEIR ->
                    PublishedBook.whole(fromYaml(
                            new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.UTF_8), name));
                case LITELLM -> fromLiteLlm(new ByteArrayInputStream(content), name);
                case GENAI_PRICES -> fromGenAiPrices(new ByteArrayInputStream(content), name);
            };
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    /**
     * A book of a file in Weir's format.
     *
     * @param name what price ids begin with
     * @throws InvalidPriceBookException naming every problem
     * @throws IOException if reading fails
     */
    public static PriceBook fromYaml(Reader reader, String name) throws IOException {
        return new PriceBook(List.of(YamlPrices.read(reader, name)));
    }

    /**
     * A book of LiteLLM's {@code model_prices_and_context_window.json}, read as it is published.
     *
     * @param name what price ids begin with
     * @throws InvalidPriceBookException if it is no such file
     * @throws IOException if reading fails
     */
    public static PublishedBook fromLiteLlm(InputStream in, String name) throws IOException {
        return LiteLlmPrices.read(in, name);
    }

    /**
     * A book of the data of genai-prices, read as it is published.
     *
     * @param name what price ids begin with
     * @throws InvalidPriceBookException if it is no such file
     * @throws IOException if reading fails
     */
    public static PublishedBook fromGenAiPrices(InputStream in, String name) throws IOException {
        return GenAiPrices.read(in, name);
    }
}
