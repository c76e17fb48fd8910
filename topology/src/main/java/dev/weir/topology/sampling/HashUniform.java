package dev.weir.topology.sampling;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A permanent random number in [0, 1) for an id: the first 53 bits of SHA-256 over salt, purpose and id.
 *
 * <p>It needs no state and no language's random generator, so a replay, another instance and another program decide
 * alike. Raising a rate keeps every id already taken; another purpose is independent. It is unrelated to the hash that
 * chooses a Kafka partition. About 0.3 microseconds. Thread-safe.
 */
final class HashUniform {

    private static final byte SEPARATOR = 0x1F;
    private static final double STEP = 0x1.0p-53;
    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(HashUniform::sha256);

    private HashUniform() {}

    /**
     * The number of an id.
     *
     * @param salt keeps deployments apart
     * @param purpose keeps independent samples apart, for example {@code judge}
     */
    static double of(String salt, String purpose, String id) {
        MessageDigest digest = DIGEST.get();
        digest.update(salt.getBytes(StandardCharsets.UTF_8));
        digest.update(SEPARATOR);
        digest.update(purpose.getBytes(StandardCharsets.UTF_8));
        digest.update(SEPARATOR);
        digest.update(id.getBytes(StandardCharsets.UTF_8));
        return (ByteBuffer.wrap(digest.digest()).getLong() >>> 11) * STEP;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
