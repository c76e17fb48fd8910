package dev.weir.app.http;

/** An answer other than success: its status and its message reach the client, so neither tells what is not theirs. */
public final class HttpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private HttpException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The request is at fault; message as {@code parameter = value: expected …}. */
    public static HttpException badRequest(String message) {
        return new HttpException(400, message);
    }

    /** There is no such thing. */
    public static HttpException notFound(String message) {
        return new HttpException(404, message);
    }

    /** Not now; trying again may help. */
    public static HttpException unavailable(String message) {
        return new HttpException(503, message);
    }

    public int status() {
        return status;
    }
}
