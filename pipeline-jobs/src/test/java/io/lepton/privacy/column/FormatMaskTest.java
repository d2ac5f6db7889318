package io.lepton.privacy.column;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatMaskTest {
    private final FormatMask mask = new FormatMask(0, 0);

    @ParameterizedTest
    @CsvSource({
        "'Zoë, +49 (30) 12', 'Xxx, +99 (99) 99'",
        "ann.lee@mail.org, xxx.xxx@xxxx.xxx",
        "李小龙, xxx",
        "Ⅻ½٣, 999",
        "ǅ, X",
        "'a\uD83D\uDE00b', 'x*x'",
        "'e\u0301t', 'xx'",
        "'10 € «ok»', '99 * «xx»'",
        "'', ''"
    })
    void keepsTheFormat(String text, String masked) {
        assertThat(mask.call(text)).isEqualTo(masked);
    }

    @Test
    void leavesTheEndsAndHidesWhatIsTooShort() {
        assertThat(new FormatMask(2, 3).call("AB-12345-678")).isEqualTo("AB-99999-678");
        assertThat(new FormatMask(2, 3).call("A1-2b")).isEqualTo("X9-9x");
        assertThat(new FormatMask(1, 1).call("\uD83D\uDE00ab\uD83D\uDE00")).isEqualTo("\uD83D\uDE00xx\uD83D\uDE00");
        assertThat(mask.call(null)).isNull();
    }

    @Property(tries = 300)
    void leavesNoLetterOrDigitOfAnyText(@ForAll String text) {
        assertThat(mask.call(text).replaceAll("[Xx9]", "").codePoints())
                .noneMatch(Character::isLetterOrDigit)
                .noneMatch(c -> c > 127 && Character.getType(c) == Character.OTHER_SYMBOL);
    }
}
