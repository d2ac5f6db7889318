package io.lepton.privacy.token;

import io.lepton.privacy.keys.Keyset;
import io.lepton.privacy.keys.Subkey;
import java.io.Serializable;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Encrypts the letters and digits of a text in their places: a digit becomes a digit, a small letter a small letter, a capital a capital,
 * and everything else stays. {@code DE-1234-5678-AB} becomes something like {@code QX-8093-2217-KE}.
 *
 * <p>A text whose letters and digits all have the same number of alternatives is encrypted by {@link Ff1} itself, with radix 10 or 26: a
 * number of ten digits is what any other FF1 makes of it. Otherwise the places' alternatives form one number below their product N
 * (M. Bellare et al.: Format-Preserving Encryption, SAC 2009, "rank-then-encipher"), which FF1 encrypts as ⌈log2 N⌉ bits, again and again
 * until it is below N (J. Black, P. Rogaway: Ciphers with Arbitrary Finite Domains, CT-RSA 2002, "cycle walking": below two rounds on
 * average). The tweak is the domain, in the second case with the text's format.
 *
 * <p>Not for several threads at once.
 */
final class FormatPreservingCipher implements Serializable {
    private static final long serialVersionUID = 1;
    private static final String PURPOSE = "format-preserving/";
    private static final int BINARY = 2;

    /** Beyond that FF1 would be slow, and nothing that long is an id. */
    private static final int LONGEST = 1024;

    private final Subkey key;
    private final byte[] domain;
    private transient Ff1 ff1;

    /** A text that has no token, and why; never with the text itself. */
    static final class Unsuitable extends Exception {
        private static final long serialVersionUID = 1;

        Unsuitable(String why) {
            super(why);
        }
    }

    /** @param key of 16, 24 or 32 bytes */
    FormatPreservingCipher(Subkey key, String domain) {
        this.key = key;
        this.domain = domain.getBytes(StandardCharsets.UTF_8);
    }

    static FormatPreservingCipher of(Keyset keyset, String domain) {
        return new FormatPreservingCipher(keyset.subkey(PURPOSE + domain), domain);
    }

    static FormatPreservingCipher of(Keyset keyset, String domain, long keyId) {
        return new FormatPreservingCipher(keyset.subkey(PURPOSE + domain, keyId), domain);
    }

    /** @throws Unsuitable if the text has too few letters and digits, or others than those of ASCII */
    String encrypted(String text) throws Unsuitable {
        return processed(text, true);
    }

    String decrypted(String text) throws Unsuitable {
        return processed(text, false);
    }

    private String processed(String text, boolean encrypt) throws Unsuitable {
        if (text.length() > LONGEST) {
            throw new Unsuitable("it has more than " + LONGEST + " characters");
        }
        char[] characters = text.toCharArray();
        byte[] radixes = new byte[characters.length];
        byte[] numerals = new byte[characters.length];
        int places = 0;
        for (char c : characters) {
            int radix = radix(c);
            if (radix > 0) {
                radixes[places] = (byte) radix;
                numerals[places++] = (byte) (c - first(c));
            } else if (c > 127 && (Character.isLetterOrDigit(c) || Character.isSurrogate(c))) {
                throw new Unsuitable(
                        "it has letters other than A to Z, or digits other than 0 to 9, which would stay readable");
            }
        }
        byte[] result = processed(Arrays.copyOf(numerals, places), Arrays.copyOf(radixes, places), encrypt, text);
        int place = 0;
        for (int i = 0; i < characters.length; i++) {
            if (radix(characters[i]) > 0) {
                characters[i] = (char) (first(characters[i]) + result[place++]);
            }
        }
        return new String(characters);
    }

    private byte[] processed(byte[] numerals, byte[] radixes, boolean encrypt, String text) throws Unsuitable {
        BigInteger strings = product(radixes);
        if (strings.compareTo(BigInteger.valueOf(Ff1.FEWEST_STRINGS)) < 0) {
            throw new Unsuitable(String.format(
                    Locale.ROOT,
                    "its %d letters and digits allow for %,d texts, and FF1 (NIST SP 800-38G) needs 1,000,000, for example 6 digits",
                    numerals.length,
                    strings));
        }
        boolean uniform = true;
        for (byte radix : radixes) {
            uniform &= radix == radixes[0];
        }
        return uniform
                ? processed(numerals, radixes[0], encrypt, domain)
                : walked(numerals, radixes, strings, encrypt, tweak(text));
    }

    private byte[] processed(byte[] numerals, int radix, boolean encrypt, byte[] tweak) {
        if (ff1 == null) {
            ff1 = new Ff1(key.reveal());
        }
        return encrypt ? ff1.encrypted(numerals, radix, tweak) : ff1.decrypted(numerals, radix, tweak);
    }

    private byte[] walked(byte[] numerals, byte[] radixes, BigInteger strings, boolean encrypt, byte[] tweak) {
        int bits = strings.subtract(BigInteger.ONE).bitLength();
        BigInteger rank = rank(numerals, radixes);
        do {
            rank = number(processed(bits(rank, bits), BINARY, encrypt, tweak));
        } while (rank.compareTo(strings) >= 0);
        return numerals(rank, radixes);
    }

    private static BigInteger product(byte[] radixes) {
        BigInteger product = BigInteger.ONE;
        for (byte radix : radixes) {
            product = product.multiply(BigInteger.valueOf(radix));
        }
        return product;
    }

    private static BigInteger rank(byte[] numerals, byte[] radixes) {
        BigInteger rank = BigInteger.ZERO;
        for (int i = 0; i < numerals.length; i++) {
            rank = rank.multiply(BigInteger.valueOf(radixes[i])).add(BigInteger.valueOf(numerals[i]));
        }
        return rank;
    }

    private static byte[] numerals(BigInteger rank, byte[] radixes) {
        byte[] numerals = new byte[radixes.length];
        BigInteger rest = rank;
        for (int i = radixes.length - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(radixes[i]));
            numerals[i] = parts[1].byteValue();
            rest = parts[0];
        }
        return numerals;
    }

    private static byte[] bits(BigInteger number, int count) {
        byte[] bits = new byte[count];
        for (int i = 0; i < count; i++) {
            bits[i] = (byte) (number.testBit(count - 1 - i) ? 1 : 0);
        }
        return bits;
    }

    private static BigInteger number(byte[] bits) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < bits.length; i++) {
            if (bits[i] == 1) {
                number = number.setBit(bits.length - 1 - i);
            }
        }
        return number;
    }

    private byte[] tweak(String text) {
        StringBuilder format = new StringBuilder(new String(domain, StandardCharsets.UTF_8)).append('\0');
        for (char c : text.toCharArray()) {
            format.append(radix(c) > 0 ? first(c) : c);
        }
        return format.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static int radix(char c) {
        if (c >= '0' && c <= '9') {
            return 10;
        }
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' ? 26 : 0;
    }

    private static char first(char c) {
        if (c <= '9') {
            return '0';
        }
        return c >= 'a' ? 'a' : 'A';
    }

    @Override
    public String toString() {
        return "FormatPreservingCipher";
    }
}
