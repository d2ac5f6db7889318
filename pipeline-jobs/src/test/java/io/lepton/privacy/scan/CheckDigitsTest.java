package io.lepton.privacy.scan;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers from the standards and from the test pages of the card networks. */
class CheckDigitsTest {
    private static final String RESIDENT = "11010519491231002X";
    private static final String IBAN = "GB82WEST12345698765432";
    private static final String CARD = "5500000000000004";

    @ParameterizedTest
    @ValueSource(strings = {"4111 1111 1111 1111", CARD, "3782-822463-10005", "6011000990139424"})
    void acceptsCards(String number) {
        assertThat(CheckDigits.card(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DE89 3704 0044 0532 0130 00", IBAN, "fr1420041010050500013M02606", "NO9386011117947"})
    void acceptsAccounts(String number) {
        assertThat(CheckDigits.iban(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {RESIDENT, "11010519491231002x", "440524188001010014"})
    void acceptsResidents(String number) {
        assertThat(CheckDigits.chineseResident(number)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"''", "X", "1234", "11010519491231002", "Ä234567890"})
    void refusesWhatIsNoNumberOfTheirs(String text) {
        assertThat(CheckDigits.iban(text)).isFalse();
        assertThat(CheckDigits.chineseResident(text)).isFalse();
    }

    @Property
    void noticesEveryDigitThatIsWrong(
            @ForAll @IntRange(max = 21) int place, @ForAll @IntRange(min = 1, max = 9) int by) {
        assertThat(CheckDigits.card(wrong(CARD, place % 16, by))).isFalse();
        assertThat(CheckDigits.chineseResident(wrong(RESIDENT, place % 17, by))).isFalse();
        // Digits alone: letters stand for two.
        assertThat(CheckDigits.iban(wrong(IBAN, 8 + place % 14, by))).isFalse();
    }

    private static String wrong(String number, int place, int by) {
        int digit = Character.digit(number.charAt(place), 10);
        return number.substring(0, place) + (digit + by) % 10 + number.substring(place + 1);
    }
}
