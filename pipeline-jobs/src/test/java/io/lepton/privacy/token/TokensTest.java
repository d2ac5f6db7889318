package io.lepton.privacy.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.privacy.keys.FixedKeys;
import io.lepton.privacy.keys.KeyType;
import io.lepton.privacy.keys.Keyset;
import io.lepton.privacy.keys.Subkey;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.spark.sql.api.java.UDF1;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private static final String DOMAIN = "default";

    private static String token(TokenKind kind, Keyset keyset, String domain, String value) {
        try {
            UDF1<String, String> function = kind.function("name", keyset, domain);
            return function.call(value);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Computed with Python: cryptography's AESSIV, and hmac. */
    @Test
    void makesTokensThatOthersCanCompute() {
        assertThat(token(TokenKind.DETERMINISTIC, FixedKeys.reversible(), DOMAIN, "Zoë"))
                .isEqualTo("tok_AQECAwQVeHV1jR_FyD2Zct7lyoR2qv8xdw");
        assertThat(token(TokenKind.HMAC, FixedKeys.reversible(), DOMAIN, "Zoë"))
                .isEqualTo("277f5f916a61f5aa25c3bdb64edb99c0");
        assertThat(token(TokenKind.HMAC, FixedKeys.oneWay(), DOMAIN, "Zoë"))
                .isEqualTo("829d673fc80866baae5666afaa455ad6");
    }

    @Property(tries = 300)
    void readsBackEveryText(@ForAll @StringLength(max = 200) String text) {
        String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

        String token = token(TokenKind.DETERMINISTIC, FixedKeys.reversible(), DOMAIN, valid);

        assertThat(token).matches("tok_[A-Za-z0-9_-]+");
        assertThat(TokenReader.deterministic(FixedKeys.reversible(), DOMAIN).original(token))
                .contains(valid);
    }

    @Property(tries = 20)
    void anyBitOfTheKeyChangesEveryToken(@ForAll @IntRange(max = 7) int bit) {
        for (TokenKind kind : TokenKind.values()) {
            assertThat(token(kind, FixedKeys.reversible(1 << bit), DOMAIN, "AB-123456789"))
                    .isNotEqualTo(token(kind, FixedKeys.reversible(), DOMAIN, "AB-123456789"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesAnotherTokenInAnotherDomainAndNoneToNothing(TokenKind kind) {
        Keyset keyset = Keyset.create(KeyType.REVERSIBLE);

        assertThat(token(kind, keyset, "a", "AB-123456789"))
                .isEqualTo(token(kind, keyset, "a", "AB-123456789"))
                .isNotEqualTo(token(kind, keyset, "b", "AB-123456789"));
        assertThat(token(kind, keyset, "a", null)).isNull();
    }

    @Test
    void readsNothingWithTheWrongKeyOrInTheWrongDomain() {
        String token = token(TokenKind.DETERMINISTIC, FixedKeys.reversible(), DOMAIN, "Ann");

        assertThat(TokenReader.deterministic(FixedKeys.reversible(1), DOMAIN).original(token))
                .isEmpty();
        assertThat(TokenReader.deterministic(FixedKeys.reversible(), "other").original(token))
                .isEmpty();
        TokenReader reader = TokenReader.deterministic(FixedKeys.reversible(), DOMAIN);
        assertThat(reader.original(token.substring(0, token.length() - 1))).isEmpty();
        assertThat(reader.original("Ann")).isEmpty();
        assertThat(reader.original("tok_")).isEmpty();
        assertThat(reader.original("tok_*")).isEmpty();
        assertThat(reader.call(null)).isNull();
    }

    @Test
    void readsOldAndNewTokensAfterARotation() {
        Keyset before = Keyset.create(KeyType.REVERSIBLE);
        Keyset after = before.rotated();
        String old = token(TokenKind.DETERMINISTIC, before, DOMAIN, "Ann");
        String young = token(TokenKind.DETERMINISTIC, after, DOMAIN, "Ann");
        String oldNumber = token(TokenKind.FORMAT_PRESERVING, before, DOMAIN, "0123456789");

        TokenReader reader = TokenReader.deterministic(after, DOMAIN);

        assertThat(young).isNotEqualTo(old);
        assertThat(reader.original(old)).contains("Ann");
        assertThat(reader.original(young)).contains("Ann");
        assertThat(TokenReader.formatPreserving(after, DOMAIN, before.primaryId())
                        .original(oldNumber))
                .contains("0123456789");
    }

    @Test
    void refusesToReadWithAOneWayKeyset() {
        assertThatThrownBy(() -> TokenReader.deterministic(FixedKeys.oneWay(), DOMAIN))
                .hasMessage("Cannot re-identify: the keyset is one-way, so that nobody can read its tokens.");
    }

    /** FF1 itself with radix 10 and the domain as tweak: the second of NIST's samples, with AES-256. */
    @Test
    void encryptsNumbersAsTheStandardDoes() throws Exception {
        byte[] key = HexFormat.of().parseHex("2b7e151628aed2a6abf7158809cf4f3cef4359d8d580aa4f7f036d6f04fc6a94");
        Subkey subkey = FixedKeys.subkey(key);

        assertThat(new FormatPreservingCipher(subkey, "9876543210").encrypted("0123-456 789"))
                .isEqualTo("1001-623 463");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AB-123456",
                "de89 3704 0044 0532 0130 00",
                "a1b2c3d4-e5f6-7890-abcd-ef1234567890",
                "ABCDE",
                "X12345"
            })
    void keepsTheFormatOfIds(String id) {
        String token = token(TokenKind.FORMAT_PRESERVING, FixedKeys.reversible(), DOMAIN, id);

        assertThat(format(token)).isEqualTo(format(id));
        assertThat(token).isNotEqualTo(id);
        assertThat(TokenReader.formatPreserving(
                                FixedKeys.reversible(),
                                DOMAIN,
                                FixedKeys.reversible().primaryId())
                        .original(token))
                .contains(id);
    }

    /** Where letters and digits mix, a cipher over bits walks until it is back in the format: still one token an id. */
    @Test
    void givesEveryIdItsOwnToken() {
        UDF1<String, String> tokens = TokenKind.FORMAT_PRESERVING.function("id", FixedKeys.reversible(), DOMAIN);
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < 2000; i++) {
            String id = String.format(Locale.ROOT, "K%05d-q", i);
            seen.add(assertDoesNotThrow(tokens, id));
        }

        assertThat(seen).hasSize(2000).allMatch(token -> token.matches("[A-Z]\\d{5}-[a-z]"));
    }

    private static String assertDoesNotThrow(UDF1<String, String> tokens, String id) {
        try {
            return tokens.call(id);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "12345, 'its 5 letters and digits allow for 100,000 texts'",
        "ab-cd, 'its 4 letters and digits allow for 456,976 texts'",
        "'', 'its 0 letters and digits allow for 1 texts'",
        "Zoë123456789, 'it has letters other than A to Z'",
        "٠١٢٣٤٥٦٧٨٩, 'it has letters other than A to Z, or digits other than 0 to 9'"
    })
    void saysWhyAValueHasNoTokenOfItsFormatWithoutShowingIt(String value, String why) {
        assertThatThrownBy(() -> token(TokenKind.FORMAT_PRESERVING, FixedKeys.reversible(), DOMAIN, value))
                .isInstanceOfSatisfying(
                        LeptonException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
                .hasMessageStartingWith(
                        "Cannot pseudonymize column 'name' in its format: one of its values has no token: " + why)
                .message()
                .satisfies(message ->
                        assertThat(value.isEmpty() || !message.contains(value)).isTrue());
    }

    private static String format(String text) {
        return text.replaceAll("[A-Z]", "A").replaceAll("[a-z]", "a").replaceAll("[0-9]", "0");
    }
}
