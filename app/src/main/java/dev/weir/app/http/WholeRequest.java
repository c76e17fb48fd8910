package dev.weir.app.http;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * A request whose body is here, so that reading it never waits, and whose wish for another protocol is not heard: nothing here
 * speaks another one, and a handshake would cost a session.
 */
final class WholeRequest extends Request.Wrapper {

    private final Content.Source body;
    private final int length;
    private final HttpFields headers;

    WholeRequest(Request request, ByteBuffer body) {
        super(request);
        this.length = body.remaining();
        this.body = Content.Source.from(body);
        HttpFields.Mutable heard = HttpFields.build();
        for (HttpField field : request.getHeaders()) {
            if (!isOfAnUpgrade(field.getName())) {
                heard.add(field);
            }
        }
        this.headers = heard;
    }

    private static boolean isOfAnUpgrade(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        return lowerCase.equals("upgrade") || lowerCase.startsWith("sec-websocket-");
    }

    @Override
    public HttpFields getHeaders() {
        return headers;
    }

    @Override
    public long getLength() {
        return length;
    }

    @Override
    public Content.Chunk read() {
        return body.read();
    }

    @Override
    public void demand(Runnable ready) {
        body.demand(ready);
    }
}
