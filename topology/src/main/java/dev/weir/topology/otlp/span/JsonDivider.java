package dev.weir.topology.otlp.span;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.weir.topology.otlp.span.Frames.Resource;
import dev.weir.topology.otlp.span.Frames.Scope;
import dev.weir.topology.otlp.span.Frames.Slice;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The outer form of an export request in JSON: one pass over all tokens, which keeps only where spans begin and end. Keys are
 * in lower camel case as OTLP has them; unknown ones are passed over, so are {@code null}s.
 */
final class JsonDivider {

    private final JsonParser in;
    private final Signal signal;
    private final Frames frames;

    private JsonDivider(JsonParser in, Signal signal, Frames frames) {
        this.in = in;
        this.signal = signal;
        this.frames = frames;
    }

    static Frames divide(byte[] bytes, Signal signal, int most) throws MalformedException {
        Frames frames = new Frames(signal, most);
        try (JsonParser in = Json.parser(bytes)) {
            new JsonDivider(in, signal, frames).request();
        } catch (MalformedException e) {
            throw e;
        } catch (StreamConstraintsException e) {
            throw new MalformedException(
                    "batch", "JSON beyond a limit: expected at most " + Json.DEPTH_OF_BATCH + " levels of nesting");
        } catch (JsonProcessingException e) {
            throw new MalformedException(
                    "batch",
                    "malformed JSON" + Json.placeOf(e) + " of " + bytes.length
                            + " bytes: expected an OTLP export request");
        } catch (IOException e) { // bytes in an encoding that cannot be
            throw new MalformedException("batch", "bytes that are no UTF-8: expected an OTLP export request in JSON");
        }
        return frames;
    }

    private void request() throws IOException {
        JsonToken first = in.nextToken();
        if (first != JsonToken.START_OBJECT) {
            throw notAn("object", "batch", first);
        }
        boolean empty = true;
        boolean any = false;
        for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
            empty = false;
            if (key.equals(signal.resources)) {
                any = true;
                eachOf(signal.resources, this::group);
            } else {
                skip();
            }
        }
        if (!any && !empty) {
            throw new MalformedException(
                    "batch", "JSON object without " + signal.resources + ": expected an OTLP export" + " request");
        }
        if (in.nextToken() != null) {
            throw new MalformedException(
                    "batch", "JSON after the end of the first object: expected one export request");
        }
    }

    private void group() throws IOException {
        Resource resource = new Resource();
        for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
            if (key.equals("resource")) {
                resource.slice = slice();
            } else if (key.equals(signal.scopes)) {
                eachOf(signal.scopes, () -> scope(new Scope(resource)));
            } else {
                skip();
            }
        }
    }

    private void scope(Scope scope) throws IOException {
        for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
            if (key.equals("scope")) {
                scope.slice = slice();
            } else if (key.equals(signal.items)) {
                if (startsArray(signal.items)) {
                    while (in.nextToken() != JsonToken.END_ARRAY) {
                        Slice item = sliceOfCurrent();
                        frames.add(scope, item.offset(), item.length());
                    }
                }
            } else {
                skip();
            }
        }
    }

    private interface Step {
        void take() throws IOException;
    }

    private void eachOf(String key, Step step) throws IOException {
        if (startsArray(key)) {
            for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
                if (token != JsonToken.START_OBJECT) {
                    throw notAn("object", key, token);
                }
                step.take();
            }
        }
    }

    /** Whether an array begins; {@code null} stands for an empty one. */
    private boolean startsArray(String key) throws IOException {
        JsonToken token = in.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return false;
        }
        if (token != JsonToken.START_ARRAY) {
            throw notAn("array", key, token);
        }
        return true;
    }

    private Slice slice() throws IOException {
        in.nextToken();
        return sliceOfCurrent();
    }

    private Slice sliceOfCurrent() throws IOException {
        long from = in.currentTokenLocation().getByteOffset();
        in.skipChildren();
        in.finishToken();
        long to = in.currentLocation().getByteOffset();
        if (from < 0 || to < from) {
            throw new MalformedException("batch", "JSON in another encoding: expected UTF-8");
        }
        return new Slice((int) from, (int) (to - from));
    }

    private void skip() throws IOException {
        in.nextToken();
        in.skipChildren();
    }

    private static MalformedException notAn(String expected, String key, @Nullable JsonToken token) {
        String came = token == null ? "nothing" : Json.nameOf(token);
        return new MalformedException(key, key + " = " + came + ": expected an " + expected);
    }
}
