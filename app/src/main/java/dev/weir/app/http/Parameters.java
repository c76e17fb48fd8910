package dev.weir.app.http;

import dev.weir.app.http.HttpException.InvalidParameter;
import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The query parameters of a request: few, short, each given once, and encoded as a URL has to be. */
public final class Parameters {

    private static final int MOST = 32;
    private static final Pattern MALFORMED = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private Parameters() {}

    /**
     * The parameters by name.
     *
     * @param longest bound on the characters of a value
     * @throws HttpException a bad request that names each parameter and what was expected
     */
    public static Map<String, String> of(Context context, int longest) {
        Map<String, String> parameters = new TreeMap<>();
        List<InvalidParameter> problems = new ArrayList<>();
        context.queryParamMap().forEach((name, values) -> {
            String value = values.get(0);
            if (values.size() > 1) {
                problems.add(new InvalidParameter(name, values.size() + " values", "one"));
            } else if (value.length() > longest) {
                problems.add(new InvalidParameter(name, value.length() + " characters", "at most " + longest));
            }
            parameters.put(name, value);
        });
        if (parameters.size() > MOST) {
            throw HttpException.badParameter("query", parameters.size() + " parameters", "at most " + MOST);
        }
        if (!problems.isEmpty()) {
            throw HttpException.badParameters(problems);
        }
        return parameters;
    }

    /**
     * Checks the encoding of a query, which the server would report as a defect of its own.
     *
     * @throws HttpException a bad request if it is not percent-encoded UTF-8
     */
    static void checkEncoding(@Nullable String query) {
        if (query != null && !isWellFormed(query)) {
            throw HttpException.badParameter("query", query, "percent-encoded UTF-8, % followed by two hex digits");
        }
    }

    private static boolean isWellFormed(String query) {
        if (MALFORMED.matcher(query).find()) {
            return false;
        }
        byte[] bytes = URLDecoder.decode(query, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
