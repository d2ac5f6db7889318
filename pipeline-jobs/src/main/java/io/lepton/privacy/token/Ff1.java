package io.lepton.privacy.token;

import java.util.Arrays;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * FF1, a cipher over strings of numerals: NIST SP 800-38G, Methods for Format-Preserving Encryption, 2016. By Bouncy Castle, because
 * Tink has none. Not for several threads at once.
 */
final class Ff1 {
    /** Fewer strings than that could be tried out one by one; the standard's first revision forbids it. */
    static final long FEWEST_STRINGS = 1_000_000;

    private final KeyParameter key;
    private final FPEFF1Engine engine = new FPEFF1Engine();
    private int radix;
    private byte[] tweak = {};
    private boolean encrypts;

    /** @param key AES key of 16, 24 or 32 bytes */
    Ff1(byte[] key) {
        this.key = new KeyParameter(key);
    }

    /**
     * Numerals for numerals.
     *
     * @param numerals each from 0 to radix - 1, as many as make radix^length at least {@link #FEWEST_STRINGS}
     * @param radix 2 to 256
     */
    byte[] encrypted(byte[] numerals, int radix, byte[] tweak) {
        return processed(true, numerals, radix, tweak);
    }

    byte[] decrypted(byte[] numerals, int radix, byte[] tweak) {
        return processed(false, numerals, radix, tweak);
    }

    private byte[] processed(boolean encrypt, byte[] numerals, int numeralRadix, byte[] numeralTweak) {
        // To set an engine up takes half as long as to encrypt with it, and values next to each other mostly have one
        // format.
        if (radix != numeralRadix || encrypts != encrypt || !Arrays.equals(tweak, numeralTweak)) {
            radix = numeralRadix;
            encrypts = encrypt;
            tweak = numeralTweak.clone();
            engine.init(encrypt, new FPEParameters(key, radix, tweak));
        }
        byte[] result = new byte[numerals.length];
        engine.processBlock(numerals, 0, numerals.length, result, 0);
        return result;
    }
}
