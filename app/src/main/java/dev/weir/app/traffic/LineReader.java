package dev.weir.app.traffic;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a UTF-8 file that may be gzip, told by its first bytes. A line that is too long or not UTF-8 costs only
 * itself. At most 64 KiB and one line are in memory.
 */
final class LineReader implements Closeable {

    /** Longest line read, in bytes. */
    static final int MAX_BYTES = 16 << 20;

    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x1f8b;

    private final InputStream in;
    private long lineNumber;

    private LineReader(InputStream in) {
        this.in = in;
    }

    static LineReader open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            raw.mark(2);
            int magic = raw.read() << 8 | raw.read();
            raw.reset();
            return new LineReader(
                    magic == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** Number of the line that {@link #next} gave last, from 1. */
    long lineNumber() {
        return lineNumber;
    }

    /**
     * The next line without its end, or null behind the last.
     *
     * @throws MalformedRowException if the line is too long or not UTF-8; the reader stands behind it
     * @throws IOException if the file cannot be read further
     */
    @Nullable
    String next() throws IOException {
        lineNumber++;
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        long bytes = 0;
        int b = in.read();
        if (b < 0) {
            lineNumber--;
            return null;
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (bytes++ < MAX_BYTES) {
                line.write(b);
            }
        }
        if (bytes > MAX_BYTES) {
            throw new MalformedRowException("line of " + bytes + " bytes: expected at most " + MAX_BYTES);
        }
        return decoded(line.toByteArray());
    }

    private String decoded(byte[] bytes) {
        int end = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, end))
                    .toString();
            return lineNumber == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new MalformedRowException("line of " + bytes.length + " bytes is not UTF-8");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
