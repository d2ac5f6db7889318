package io.lepton.privacy.token;

import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * FF1, a cipher over strings of numerals: NIST SP 800-38G, Methods for Format-Preserving Encryption, 2016. By Bouncy Castle, because
 * Tink has none. Not for several threads at once.
 *
 * @param key AES key of 16, 24 or 32 bytes
 */
record Ff1(byte[] key) {
    /** Fewer strings than that could be tried out one by one; the standard's first revision forbids it. */
    static final long FEWEST_STRINGS = 1_000_000;

    /**
     * Numerals for numerals.
     *
     * @param numerals each from 0 to radix - 1, as many as make radix^length at least {@link #FEWEST_STRINGS}
     * @param radix 2 to 256
     */
    byte[] encrypted(byte[] numerals, int radix, byte[] tweak) {
        return processed(new FPEFF1Engine(), true, numerals, radix, tweak);
    }

    byte[] decrypted(byte[] numerals, int radix, byte[] tweak) {
        return processed(new FPEFF1Engine(), false, numerals, radix, tweak);
    }

    private byte[] processed(FPEFF1Engine engine, boolean forEncryption, byte[] numerals, int radix, byte[] tweak) {
        engine.init(forEncryption, new FPEParameters(new KeyParameter(key), radix, tweak));
        byte[] result = new byte[numerals.length];
        engine.processBlock(numerals, 0, numerals.length, result, 0);
        return result;
    }

    @Override
    public String toString() {
        return "Ff1";
    }
}
