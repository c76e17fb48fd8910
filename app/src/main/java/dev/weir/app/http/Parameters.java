package dev.weir.app.http;

import io.javalin.http.Context;
import java.util.Map;
import java.util.TreeMap;

/** The query parameters of a request, as far as every resource bounds them: few, short, and each given once. */
final class Parameters {

    static final int MOST = 32;
    static final int LONGEST = 256;

    private Parameters() {}

    /** @throws HttpException a bad request that names the parameter and what was expected */
    static Map<String, String> of(Context context) {
        return bounded(context, LONGEST);
    }

    /** The parameters with another bound on their length. */
    static Map<String, String> bounded(Context context, int longest) {
        Map<String, String> parameters = new TreeMap<>();
        context.queryParamMap().forEach((name, values) -> {
            if (values.size() > 1) {
                throw HttpException.badRequest(shortened(name) + ": expected once, given " + values.size() + " times");
            }
            String value = values.get(0);
            if (name.length() > LONGEST || value.length() > longest) {
                throw HttpException.badRequest(
                        shortened(name) + " of " + value.length() + " characters: expected at most " + longest);
            }
            parameters.put(name, value);
        });
        if (parameters.size() > MOST) {
            throw HttpException.badRequest(parameters.size() + " parameters: expected at most " + MOST);
        }
        return parameters;
    }

    private static String shortened(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }
}
