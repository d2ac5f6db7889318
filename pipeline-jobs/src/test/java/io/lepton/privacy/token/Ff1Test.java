package io.lepton.privacy.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ff1Test {
    private static final String KEY = "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94";

    /** The nine samples of NIST, "Block Cipher Modes of Operation, FF1 Method for Format-Preserving Encryption: Examples". */
    @ParameterizedTest
    @CsvSource({
        "16, 10, '', 0123456789, 2433477484",
        "16, 10, 39383736353433323130, 0123456789, 6124200773",
        "16, 36, 3737373770717273373737, 0123456789abcdefghi, a9tv40mll9kdu509eum",
        "24, 10, '', 0123456789, 2830668132",
        "24, 10, 39383736353433323130, 0123456789, 2496655549",
        "24, 36, 3737373770717273373737, 0123456789abcdefghi, xbj3kv35jrawxv32ysr",
        "32, 10, '', 0123456789, 6657667009",
        "32, 10, 39383736353433323130, 0123456789, 1001623463",
        "32, 36, 3737373770717273373737, 0123456789abcdefghi, xs8a0azh2avyalyzuwd"
    })
    void computesTheSamplesOfTheStandard(int keyBytes, int radix, String tweak, String plain, String encrypted) {
        Ff1 ff1 = new Ff1(HexFormat.of().parseHex(KEY.substring(0, 2 * keyBytes)));
        byte[] tweakBytes = HexFormat.of().parseHex(tweak);

        byte[] result = ff1.encrypted(numerals(plain), radix, tweakBytes);

        assertThat(text(result)).isEqualTo(encrypted);
        assertThat(text(ff1.decrypted(result, radix, tweakBytes))).isEqualTo(plain);
    }

    private static byte[] numerals(String text) {
        byte[] numerals = new byte[text.length()];
        for (int i = 0; i < numerals.length; i++) {
            numerals[i] = (byte) Character.digit(text.charAt(i), 36);
        }
        return numerals;
    }

    private static String text(byte[] numerals) {
        StringBuilder text = new StringBuilder();
        for (byte numeral : numerals) {
            text.append(Character.forDigit(numeral, 36));
        }
        return text.toString();
    }
}
