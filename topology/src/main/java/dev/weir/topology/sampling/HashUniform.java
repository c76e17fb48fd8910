package dev.weir.topology.sampling;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A permanent random number in [0, 1) for an id: the first 53 bits of SHA-256 over salt, purpose and id.
 *
 * <p>It needs no state and no language's random generator, so a replay, another instance and another program decide
 * alike. Raising a rate keeps every id already taken; another purpose is independent. It is unrelated to the hash that
 * chooses a Kafka partition. One block of SHA-256 for an id of 32 characters, nothing allocated. Not thread-safe.
 */
final class HashUniform {

    private static final byte SEPARATOR = 0x1F;
    private static final double STEP = 0x1.0p-53;

    private final byte[] prefix;
    private final MessageDigest digest = sha256();
    private final byte[] hash = new byte[digest.getDigestLength()];

    /**
     * @param salt keeps deployments apart
     * @param purpose keeps independent samples apart, for example {@code judge}
     */
    HashUniform(String salt, String purpose) {
        String separator = String.valueOf((char) SEPARATOR);
        prefix = (salt + separator + purpose + separator).getBytes(StandardCharsets.UTF_8);
    }

    /** The number of an id. */
    double of(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return of(bytes, 0, bytes.length);
    }

    /** The number of an id in UTF-8. */
    double of(byte[] bytes, int offset, int length) {
        digest.update(prefix);
        digest.update(bytes, offset, length);
        try {
            digest.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("a buffer of " + hash.length + " bytes does not hold a digest", e);
        }
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = bits << 8 | (hash[i] & 0xFF);
        }
        return (bits >>> 11) * STEP;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
