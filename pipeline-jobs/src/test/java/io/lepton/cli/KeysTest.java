package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.privacy.keys.Keyset;
import io.lepton.privacy.keys.KeysetFile;
import io.lepton.privacy.token.TokenKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class KeysTest {
    @TempDir
    private Path folder;

    private record Result(int exitCode, String out, String err) {}

    private static Result lepton(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Lepton.commandLine(arguments);
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(arguments);
        return new Result(exitCode, out.toString(), err.toString());
    }

    private String file() {
        return folder.resolve("keys.json").toString();
    }

    private String token(String value, TokenKind kind) throws Exception {
        Keyset keyset = new KeysetFile(Path.of(file()), Optional.empty()).read();
        return kind.function("name", keyset, "default").call(value);
    }

    @Test
    void createsRotatesAndListsWithoutPrintingAKey() throws Exception {
        String created = lepton("keys", "create", file()).out();
        String rotated = lepton("keys", "rotate", file()).out();
        String listed = lepton("keys", "list", file()).out();

        assertThat(created)
                .startsWith("Wrote " + file() + " with reversible key ")
                .contains("--kms-key encrypts it.", "anonymize: {keyset: " + file() + "}");
        assertThat(rotated).contains("1 older key goes on reading theirs.", "run the stage 'anonymize' again");
        assertThat(listed.lines().map(line -> line.replaceAll(" +", " ").replaceAll("\\d+", "N")))
                .containsExactly("KEY TYPE USE", "N reversible reads old tokens", "N reversible makes new tokens");
        Matcher values = Pattern.compile("\"value\":\\s*\"([^\"]+)\"").matcher(Files.readString(Path.of(file())));
        assertThat(values.results().map(match -> match.group(1)).toList())
                .hasSize(2)
                .noneMatch(value -> (created + rotated + listed).contains(value));
    }

    @Test
    void encryptsTheFileWithAKmsKey() throws Exception {
        String kms = "test-kms://cli";

        assertThat(lepton("keys", "create", file(), "--type", "one-way", "--kms-key", kms)
                        .out())
                .contains("with one-way key ")
                .doesNotContain("--kms-key encrypts it");
        assertThat(lepton("keys", "rotate", file(), "--kms-key", kms).exitCode())
                .isZero();
        assertThat(lepton("keys", "list", file(), "--kms-key", kms).out().lines())
                .hasSize(3);
        assertThat(Files.readString(Path.of(file()))).contains("encryptedKeyset");
        assertThat(lepton("keys", "list", file()).err()).contains("it is encrypted. Name the key of your KMS");
    }

    @Test
    void readsTokensWithTheirKeysetOnly() throws Exception {
        lepton("keys", "create", file());
        String ann = token("Ann", TokenKind.DETERMINISTIC);
        String zoe = token("Zoë", TokenKind.DETERMINISTIC);
        String id = token("AB-123456", TokenKind.FORMAT_PRESERVING);
        lepton("keys", "create", file() + "2");

        assertThat(lepton("reidentify", "--keyset", file(), ann, zoe)).isEqualTo(new Result(0, "Ann\nZoë\n", ""));
        assertThat(lepton("reidentify", "--keyset", file(), "--as", "format-preserving", id))
                .isEqualTo(new Result(0, "AB-123456\n", ""));
        assertThat(lepton("reidentify", "--keyset", file() + "2", ann))
                .isEqualTo(new Result(
                        2,
                        "",
                        "Cannot re-identify token 1 of 1: no key of the keyset made it in the domain 'default'."
                                + " Check the keyset, --domain, --as and that the token is complete.\n"));
        assertThat(lepton("reidentify", "--keyset", file(), "--domain", "other", ann)
                        .exitCode())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "keys create F --type onway, Cannot create keys of type 'onway': it is none of reversible",
        "keys list F, there is no such file",
        "reidentify tok_a, 'Cannot find the keyset: name it with either --keyset FILE or --keyset-env NAME.'",
        "reidentify --keyset-env LEPTON_NO_SUCH_VARIABLE tok_a, the environment variable LEPTON_NO_SUCH_VARIABLE is not set",
        "reidentify --keyset F, 'Cannot re-identify: give either tokens, or --table with --column, --output and --why.'",
        "reidentify --keyset F --table trusted/people tok_a, Cannot re-identify: give either tokens",
        "reidentify --keyset F --table trusted/people --column c, Cannot re-identify: give either tokens"
    })
    void saysWhatIsMissing(String command, String message) {
        Result result = lepton(command.replace("F", file()).split(" "));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(message);
    }

    @Test
    void refusesKindsThatHaveNoWayBack() {
        lepton("keys", "create", file(), "--type", "one-way");

        assertThat(lepton("reidentify", "--keyset", file(), "tok_a").err())
                .isEqualTo("Cannot re-identify: the keyset is one-way, so that nobody can read its tokens.\n");
        assertThat(lepton("reidentify", "--keyset", file(), "--as", "hmac", "abc")
                        .err())
                .contains("Tokens made as hmac have no way back.");
    }
}
