package dev.weir.app.api;

import dev.weir.schemas.json.Shape;
import dev.weir.topology.query.Answer;
import java.util.List;
import java.util.Optional;

/**
 * One route of the API: the contract that the router, the checks, OpenAPI and the documents are made from.
 *
 * @param path below the root of the server
 * @param list name of the rows in an answer
 * @param summary for a reader
 * @param order of the rows where nothing else is asked for
 * @param row what a row holds
 * @param parameters that are used; any other is refused
 * @param handler who answers
 */
record ApiRoute(
        String path,
        String list,
        String summary,
        String order,
        Shape row,
        List<Parameter<?>> parameters,
        Handler handler) {

    ApiRoute {
        parameters = List.copyOf(parameters);
    }

    /** Answers a request. */
    interface Handler {
        Listing answer(Request request);
    }

    /**
     * What is answered.
     *
     * @param range that the rows are of; empty where the route has none
     */
    record Listing(Answer answer, Optional<Range> range) {}

    /**
     * A half-open range of time in milliseconds.
     *
     * @param step length of a window; 0: the rows are of the whole range
     */
    record Range(long from, long to, long step) {}

    /** Name of the operation, for clients that are generated. */
    String operationId() {
        String[] words = path.substring(path.indexOf("/v1/") + 4).split("/", -1);
        StringBuilder name = new StringBuilder("get");
        for (String word : words) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name.toString();
    }

    boolean has(Parameter<?> parameter) {
        return parameters.contains(parameter);
    }
}
