package dev.weir.app.http;

import dev.weir.app.http.HttpException.InvalidParameter;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The query parameters of a request: few, short, each given once. */
public final class Parameters {

    private static final int MOST = 32;

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
}
