package io.lepton.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneralizedValueTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "42|42",
                "-1.5e3|-1500",
                " 7 |7",
                "[20, 30)|25",
                "[20, 30]|25",
                "(-3,-1]|-2",
                "[20, 30] or missing|25",
                "[1.0E7, 3.0E7]|2e7",
                "5.|5",
                "*|NaN",
                "abc|NaN",
                "[a, b]|NaN",
                "1d|NaN",
                "NaN|NaN",
                "Infinity|NaN",
                "0x1p3|NaN",
                "[|NaN",
                "[1]|NaN",
                "2024-01-01|NaN",
                "12***|NaN"
            })
    void readsNumbersAndTheMiddleOfRanges(String text, Double number) {
        assertThat(GeneralizedValue.number(text)).isEqualTo(number);
    }

    @Test
    void readsDatesAndTheMiddleOfRanges() {
        assertThat(GeneralizedValue.date("2024-02-29")).contains(LocalDate.of(2024, 2, 29));
        assertThat(GeneralizedValue.date("2024-02-29 23:59:59")).contains(LocalDate.of(2024, 2, 29));
        assertThat(GeneralizedValue.date("[2024-01-01, 2024-01-04] or missing")).contains(LocalDate.of(2024, 1, 2));
        assertThat(GeneralizedValue.date("2024-02-30")).isEmpty();
        assertThat(GeneralizedValue.date("[1, 2]")).isEmpty();
        assertThat(GeneralizedValue.date("*")).isEmpty();
    }

    @Test
    void sharesAValueAmongTheMembersOfItsSet() {
        assertThat(GeneralizedValue.members("a, b")).isEqualTo(new GeneralizedValue.Members(List.of("a, b"), 1));
        assertThat(GeneralizedValue.members("{a, b}")).isEqualTo(new GeneralizedValue.Members(List.of("a", "b"), 0.5f));
        assertThat(GeneralizedValue.members("{a} or missing"))
                .isEqualTo(new GeneralizedValue.Members(List.of("a"), 0.5f));
        assertThat(GeneralizedValue.members("{}")).isEqualTo(new GeneralizedValue.Members(List.of("{}"), 1));
    }

    /** Written as anonymization writes sets: members with commas, braces, quotes or outer spaces in quotes. */
    @Property
    void readsEveryMemberOfEverySet(
            @ForAll @Size(min = 2, max = 6) List<@StringLength(min = 1, max = 8) String> members) {
        String set = members.stream()
                .map(member -> '"' + member.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(", ", "{", "}"));

        assertThat(GeneralizedValue.members(set).values()).isEqualTo(members);
    }
}
