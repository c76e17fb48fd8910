package dev.weir.app.traffic;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
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
 * itself. At most 128 KiB and one line are in memory.
 */
final class LineReader implements Closeable {

    /** Longest line read, in bytes. */
    static final int MAX_BYTES = 16 << 20;

    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x1f8b;

    private final InputStream in;
    private final CountedStream counted;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private long lineNumber;

    private LineReader(InputStream in, CountedStream counted) {
        this.in = in;
        this.counted = counted;
    }

    static LineReader open(Path file) throws IOException {
        CountedStream counted = new CountedStream(Files.newInputStream(file));
        InputStream raw = new BufferedInputStream(counted, BUFFER);
        try {
            raw.mark(2);
            int magic = raw.read() << 8 | raw.read();
            raw.reset();
            return new LineReader(magic == GZIP_MAGIC ? new GZIPInputStream(raw, BUFFER) : raw, counted);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** Bytes of the file, as they lie on the disk, that have been read; up to 128 KiB ahead of the lines. */
    long bytesRead() {
        return counted.bytes;
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
        if (position == limit && !refill()) {
            return null;
        }
        lineNumber++;
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        long bytes = 0;
        boolean ended = false;
        while (!ended && (position < limit || refill())) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            ended = end < limit;
            if (bytes <= MAX_BYTES) {
                line.write(buffer, position, Math.min(end - position, MAX_BYTES + 1 - (int) bytes));
            }
            bytes += end - position;
            position = ended ? end + 1 : end;
        }
        if (bytes > MAX_BYTES) {
            throw new MalformedRowException("line of " + bytes + " bytes: expected at most " + MAX_BYTES);
        }
        return decoded(line.toByteArray());
    }

    private boolean refill() throws IOException {
        position = 0;
        limit = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
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

    /** A stream that knows how far it has been read. */
    private static final class CountedStream extends FilterInputStream {
        private long bytes;

        CountedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            bytes += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            bytes += Math.max(0, count);
            return count;
        }
    }
}
