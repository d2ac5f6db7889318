package io.lepton.privacy.token;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Where an id has digits, small letters and capitals, and the numerals that its texts are numbered by.
 *
 * @param pattern the id with {@code 0}, {@code a} and {@code A} for digits, small letters and capitals; the rest as it is
 * @param radixes how many alternatives each letter or digit has: 26 or 10
 * @param strings how many ids have this format: the radixes' product N
 * @param uniform whether all radixes are the same
 * @param radix R, and {@code length}, n: numerals for all N texts, as many of radix 256 or below as are needed, and the smallest such
 *     radix, so that R^n is little more than N
 */
record IdFormat(String pattern, byte[] radixes, BigInteger strings, boolean uniform, int radix, int length) {
    private static final double LARGEST_RADIX = 256;

    /** A text that has no token, and why; never with the text itself. */
    static final class Unsuitable extends Exception {
        private static final long serialVersionUID = 1;

        Unsuitable(String why) {
            super(why);
        }
    }

    /** @throws Unsuitable if the text has too few letters and digits, or others than those of ASCII */
    static IdFormat of(String text) throws Unsuitable {
        String pattern = pattern(text);
        byte[] radixes = new byte[pattern.length()];
        BigInteger strings = BigInteger.ONE;
        int places = 0;
        for (int i = 0; i < pattern.length(); i++) {
            int radix = radix(pattern.charAt(i));
            if (radix > 0) {
                radixes[places++] = (byte) radix;
                strings = strings.multiply(BigInteger.valueOf(radix));
            }
        }
        if (strings.compareTo(BigInteger.valueOf(Ff1.FEWEST_STRINGS)) < 0) {
            throw new Unsuitable(String.format(
                    Locale.ROOT,
                    "its %d letters and digits allow for %,d texts, and FF1 (NIST SP 800-38G) needs 1,000,000, for example 6 digits",
                    places,
                    strings));
        }
        radixes = Arrays.copyOf(radixes, places);
        boolean uniform = true;
        for (byte radix : radixes) {
            uniform &= radix == radixes[0];
        }
        int length = (int) Math.ceil(strings.bitLength() / 8.0);
        return new IdFormat(pattern, radixes, strings, uniform, root(strings, length), length);
    }

    /** The smallest number whose power is at least N. */
    private static int root(BigInteger strings, int power) {
        int root = (int) Math.min(LARGEST_RADIX, Math.max(2, Math.floor(Math.exp(log(strings) / power)) - 1));
        while (BigInteger.valueOf(root).pow(power).compareTo(strings) < 0) {
            root++;
        }
        return root;
    }

    private static double log(BigInteger number) {
        int shift = Math.max(0, number.bitLength() - 60);
        return Math.log(number.shiftRight(shift).doubleValue()) + shift * Math.log(2);
    }

    private static String pattern(String text) throws Unsuitable {
        char[] pattern = text.toCharArray();
        for (int i = 0; i < pattern.length; i++) {
            char c = pattern[i];
            if (radix(c) > 0) {
                pattern[i] = first(c);
            } else if (c > 127 && (Character.isLetterOrDigit(c) || Character.isSurrogate(c))) {
                throw new Unsuitable(
                        "it has letters other than A to Z, or digits other than 0 to 9, which would stay readable");
            }
        }
        return new String(pattern);
    }

    /** Whether a text has this format. */
    boolean fits(String text) {
        if (text.length() != pattern.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (pattern.charAt(i) != (radix(c) > 0 ? first(c) : c)) {
                return false;
            }
        }
        return true;
    }

    /** The letters and digits as numbers from 0 on. */
    byte[] numerals(String text) {
        byte[] numerals = new byte[radixes.length];
        int place = 0;
        for (int i = 0; i < text.length(); i++) {
            if (radix(pattern.charAt(i)) > 0) {
                numerals[place++] = (byte) (text.charAt(i) - pattern.charAt(i));
            }
        }
        return numerals;
    }

    /** The text of this format whose letters and digits have these numbers. */
    String text(byte[] numerals) {
        char[] text = pattern.toCharArray();
        int place = 0;
        for (int i = 0; i < text.length; i++) {
            if (radix(text[i]) > 0) {
                text[i] += (char) numerals[place++];
            }
        }
        return new String(text);
    }

    byte[] tweak(String domain) {
        return (domain + '\0' + pattern).getBytes(StandardCharsets.UTF_8);
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
}
