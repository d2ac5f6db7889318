package io.lepton.privacy.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.privacy.keys.Subkey;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShiftedTextTest {
    private static final Subkey KEY = Subkey.ofText("a secret of the tests").subkey(ShiftedDays.purpose());

    private static ShiftedDays days(int most) {
        return new ShiftedDays("visit", "patient", most, KEY);
    }

    private static ShiftedText text(String pattern) {
        return new ShiftedText(days(100), pattern);
    }

    @Property(tries = 200)
    void keepsTheIntervalsOfAPerson(
            @ForAll String person,
            @ForAll @IntRange(max = 40000) int first,
            @ForAll @IntRange(max = 40000) int second) {
        LocalDate from = LocalDate.ofEpochDay(first);
        LocalDate to = LocalDate.ofEpochDay(second);
        ShiftedText shifted = text(ShiftedText.ISO);

        LocalDate fromShifted = LocalDate.parse(shifted.call(from.toString(), person));
        LocalDate toShifted = LocalDate.parse(shifted.call(to.toString(), person));

        assertThat(ChronoUnit.DAYS.between(fromShifted, toShifted)).isEqualTo(ChronoUnit.DAYS.between(from, to));
        assertThat(Math.abs(ChronoUnit.DAYS.between(from, fromShifted))).isBetween(1L, 100L);
    }

    /** Chi-square over the 10 numbers of days; 27.9 is passed by chance once in a thousand keys, and the key is fixed. */
    @Test
    void movesByEveryNumberOfDaysButZeroAsOften() {
        int[] counts = new int[11];
        ShiftedDays days = days(5);

        for (int person = 0; person < 10_000; person++) {
            counts[days.days("person " + person) + 5]++;
        }

        double chiSquare = 0;
        for (int i = 0; i <= 10; i++) {
            chiSquare += i == 5 ? 0 : Math.pow(counts[i] - 1000, 2) / 1000;
        }
        assertThat(counts[5]).isZero();
        assertThat(chiSquare).isLessThan(27.9);
    }

    @ParameterizedTest
    @CsvSource({
        "yyyy-MM-dd, 2021-03-04T10:00:00+01:00, T10:00:00+01:00",
        "yyyy-MM-dd, 2021-03-04 10:00, ' 10:00'",
        "dd/MM/yyyy, 04/03/2021, ''",
        "d MMM yyyy, 4 Mar 2021, ''",
        "yyyyMMdd, 20210304, ''"
    })
    void keepsTheTextsFormat(String pattern, String date, String rest) {
        ShiftedText shifted = text(pattern);

        String result = shifted.call(date, "Ann");

        assertThat(result).isNotEqualTo(date).endsWith(rest);
        assertThat(shifted.call(result, "Ann")).isNotEqualTo(result);
        assertThat(shifted.call(null, null)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"yyyy-MM-dd, 04.03.2021", "yyyy-MM-dd, 2021-02-29", "yyyy-MM-dd, 2021-03-04x", "dd/MM/yyyy, 2021-03-04"
    })
    void refusesWhatIsNoDateWithoutShowingIt(String pattern, String value) {
        assertThatThrownBy(() -> text(pattern).call(value, "Ann"))
                .isInstanceOfSatisfying(
                        LeptonException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
                .hasNoCause()
                .hasMessage(
                        "Cannot shift the dates of column 'visit': one of its texts is no date as '" + pattern
                                + "' writes it. Set date-format, declare the column's type in ingest.columns, or quarantine such rows.");
    }

    @Test
    void refusesADateOfNobody() {
        assertThatThrownBy(() -> text(ShiftedText.ISO).call("2021-03-04", null))
                .hasMessage(
                        "Cannot shift the dates of column 'visit': a row has a date and no 'patient', so that nobody can"
                                + " tell whose date it is. Quarantine such rows in ingest.expectations: patient is not null.");
        assertThat(days(5).call(false, null)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"yyyy", "MM/dd", "yyyy-MM-dd HH", "'yyyy-b'"})
    void refusesPatternsThatAreNoDates(String pattern) {
        assertThatThrownBy(() -> text(pattern)).isInstanceOf(IllegalArgumentException.class);
    }
}
