package io.lepton.privacy.token;

import io.lepton.privacy.keys.Keyset;
import io.lepton.privacy.keys.Subkey;
import java.io.Serializable;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Encrypts the letters and digits of a text in their places: a digit becomes a digit, a small letter a small letter, a capital a capital,
 * and everything else stays. {@code DE-1234-5678-AB} becomes something like {@code QX-8093-2217-KE}.
 *
 * <p>A text whose letters and digits all have the same number of alternatives is encrypted by {@link Ff1} itself, with radix 10 or 26: a
 * number of ten digits is what any other FF1 makes of it. Otherwise the places' alternatives form one number below their product N
 * (M. Bellare et al.: Format-Preserving Encryption, SAC 2009, "rank-then-encipher"), which FF1 encrypts in a radix R with n numerals,
 * again and again until it is below N (J. Black, P. Rogaway: Ciphers with Arbitrary Finite Domains, CT-RSA 2002, "cycle walking": R^n / N
 * rounds on average, see {@link IdFormat}). The tweak is the domain, in the second case with the text's format.
 *
 * <p>Not for several threads at once.
 */
final class FormatPreservingCipher implements Serializable {
    private static final long serialVersionUID = 1;
    private static final String PURPOSE = "format-preserving/";

    /** Beyond that FF1 would be slow, and nothing that long is an id. */
    private static final int LONGEST = 1024;

    private final Subkey key;
    private final String domain;
    private transient Ff1 ff1;
    /** Ids next to each other mostly have one. */
    private transient IdFormat latest;

    /** @param key of 16, 24 or 32 bytes */
    FormatPreservingCipher(Subkey key, String domain) {
        this.key = key;
        this.domain = domain;
    }

    static FormatPreservingCipher of(Keyset keyset, String domain) {
        return of(keyset, domain, keyset.primaryId());
    }

    static FormatPreservingCipher of(Keyset keyset, String domain, long keyId) {
        return new FormatPreservingCipher(keyset.subkey(PURPOSE + domain, keyId), domain);
    }

    /** @throws IdFormat.Unsuitable if the text has too few letters and digits, or others than those of ASCII */
    String encrypted(String text) throws IdFormat.Unsuitable {
        return processed(text, true);
    }

    String decrypted(String text) throws IdFormat.Unsuitable {
        return processed(text, false);
    }

    private String processed(String text, boolean encrypt) throws IdFormat.Unsuitable {
        if (text.length() > LONGEST) {
            throw new IdFormat.Unsuitable("it has more than " + LONGEST + " characters");
        }
        if (latest == null || !latest.fits(text)) {
            latest = IdFormat.of(text);
        }
        byte[] numerals = latest.numerals(text);
        return latest.text(
                latest.uniform()
                        ? processed(numerals, latest.radixes()[0], encrypt, domain.getBytes(StandardCharsets.UTF_8))
                        : walked(numerals, latest, encrypt));
    }

    private byte[] processed(byte[] numerals, int radix, boolean encrypt, byte[] tweak) {
        if (ff1 == null) {
            ff1 = new Ff1(key.reveal());
        }
        return encrypt ? ff1.encrypted(numerals, radix, tweak) : ff1.decrypted(numerals, radix, tweak);
    }

    private byte[] walked(byte[] numerals, IdFormat format, boolean encrypt) {
        byte[] tweak = format.tweak(domain);
        byte[] radixes = new byte[format.length()];
        Arrays.fill(radixes, (byte) format.radix());
        BigInteger rank = rank(numerals, format.radixes());
        do {
            rank = rank(processed(numerals(rank, radixes), format.radix(), encrypt, tweak), radixes);
        } while (rank.compareTo(format.strings()) >= 0);
        return numerals(rank, format.radixes());
    }

    private static BigInteger rank(byte[] numerals, byte[] radixes) {
        BigInteger rank = BigInteger.ZERO;
        for (int i = 0; i < numerals.length; i++) {
            rank = rank.multiply(radix(radixes[i])).add(BigInteger.valueOf(Byte.toUnsignedInt(numerals[i])));
        }
        return rank;
    }

    private static byte[] numerals(BigInteger rank, byte[] radixes) {
        byte[] numerals = new byte[radixes.length];
        BigInteger rest = rank;
        for (int i = radixes.length - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(radix(radixes[i]));
            numerals[i] = parts[1].byteValue();
            rest = parts[0];
        }
        return numerals;
    }

    /** 256 is 0 in a byte. */
    private static BigInteger radix(byte radix) {
        return BigInteger.valueOf(radix == 0 ? 256 : Byte.toUnsignedInt(radix));
    }

    @Override
    public String toString() {
        return "FormatPreservingCipher";
    }
}
