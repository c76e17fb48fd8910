package dev.weir.topology.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;

class XxHash64Test {

    @Test
    void anyBytes_hashAsInAnotherImplementation() {
        XXHash64 reference = XXHashFactory.safeInstance().hash64();
        Random random = new Random(64);
        byte[] bytes = new byte[300];
        for (int i = 0; i < 20_000; i++) {
            random.nextBytes(bytes);
            int offset = random.nextInt(40);
            int length = random.nextInt(i % 2 == 0 ? 40 : 260);
            long seed = random.nextLong();

            assertEquals(
                    reference.hash(bytes, offset, length, seed),
                    XxHash64.hash(bytes, offset, length, seed),
                    "seed 64, round " + i + ", length " + length);
        }
    }
}
