package dev.weir.app.api;

import dev.weir.app.http.HttpException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Form of an answer. */
enum Format {
    JSON("application/json"),
    CSV("text/csv");

    private final String mediaType;

    Format(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    static Optional<Format> ofName(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /**
     * The form that a client takes, by the header {@code Accept}; JSON where it takes both or does not say.
     *
     * @throws HttpException if it takes neither
     */
    static Format accepted(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return JSON;
        }
        double json = quality(accept, JSON.mediaType);
        double csv = quality(accept, CSV.mediaType);
        if (json <= 0 && csv <= 0) {
            throw HttpException.notAcceptable("Accept = " + (accept.length() > 100 ? accept.substring(0, 100) : accept)
                    + ": expected application/json or text/csv");
        }
        return csv > json ? CSV : JSON;
    }

    /** Quality of the most specific range that matches a media type; 0 when none does. */
    private static double quality(String accept, String mediaType) {
        double quality = 0;
        int specific = -1;
        for (String range : accept.split(",", -1)) {
            String[] parts = range.trim().split("\\s*;\\s*", -1);
            int depth = depth(parts[0], mediaType);
            if (depth > specific) {
                specific = depth;
                quality = weight(parts);
            }
        }
        return quality;
    }

    private static int depth(String range, String mediaType) {
        if (range.equalsIgnoreCase(mediaType)) {
            return 2;
        }
        String type = mediaType.substring(0, mediaType.indexOf('/'));
        return range.equalsIgnoreCase(type + "/*") ? 1 : range.equals("*/*") ? 0 : -1;
    }

    private static double weight(String[] parts) {
        for (String part : parts) {
            if (part.matches("[qQ]=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")) {
                return Double.parseDouble(part.substring(2));
            }
        }
        return 1;
    }
}
