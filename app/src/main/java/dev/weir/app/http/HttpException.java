package dev.weir.app.http;

import java.util.List;

/**
 * An answer other than success: its status, its message and its problems reach the client, so none of them tells what is
 * not the client's.
 */
public final class HttpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<InvalidParameter> problems;

    /**
     * What is wrong with one parameter of a request.
     *
     * @param value what came, cut to a readable length
     * @param expected what would have been right
     */
    public record InvalidParameter(String parameter, String value, String expected) {

        private static final int LONGEST = 64;

        public InvalidParameter {
            parameter = cut(parameter);
            value = cut(value);
        }

        private static String cut(String text) {
            return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        }

        @Override
        public String toString() {
            return parameter + " = " + value + ": expected " + expected;
        }
    }

    private HttpException(int status, String message, List<InvalidParameter> problems) {
        super(message);
        this.status = status;
        this.problems = List.copyOf(problems);
    }

    /** Parameters are at fault; every one of them at once. */
    public static HttpException badParameters(List<InvalidParameter> problems) {
        return new HttpException(
                400,
                String.join(
                        "; ", problems.stream().map(InvalidParameter::toString).toList()),
                problems);
    }

    /** One parameter is at fault. */
    public static HttpException badParameter(String name, String value, String expected) {
        return badParameters(List.of(new InvalidParameter(name, value, expected)));
    }

    /** The request is at fault; the message says what was expected. */
    public static HttpException badRequest(String message) {
        return new HttpException(400, message, List.of());
    }

    /** There is no such thing. */
    public static HttpException notFound(String message) {
        return new HttpException(404, message, List.of());
    }

    /** None of the media types that the client takes can be given. */
    public static HttpException notAcceptable(String message) {
        return new HttpException(406, message, List.of());
    }

    /** Not now; trying again may help. */
    public static HttpException unavailable(String message) {
        return new HttpException(503, message, List.of());
    }

    public int status() {
        return status;
    }

    /** The parameters at fault; empty when none is. */
    public List<InvalidParameter> problems() {
        return problems;
    }
}
