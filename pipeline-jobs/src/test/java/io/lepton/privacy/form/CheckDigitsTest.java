package io.lepton.privacy.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Valid numbers are those that the issuers and Wikipedia's articles on each number print as examples; card numbers are the payment
 * networks' own test numbers.
 */
class CheckDigitsTest {
    private static Set<Kind> kinds(String value) {
        return new ValueForms(Set.of()).of(value);
    }

    @ParameterizedTest
    @CsvSource({
        "CARD, 4111 1111 1111 1111",
        "CARD, 5500000000000004",
        "CARD, 3782-822463-10005",
        "CARD, 6011000990139424",
        "CARD, 30569309025904",
        "CARD, 3530111333300000",
        "IBAN, DE89 3704 0044 0532 0130 00",
        "IBAN, GB82WEST12345698765432",
        "IBAN, fr1420041010050500013M02606",
        "IBAN, NO9386011117947",
        "IBAN, CH93 0076 2011 6238 5295 7",
        "CN_RESIDENT_ID, 11010519491231002X",
        "CN_RESIDENT_ID, 11010519491231002x",
        "CN_RESIDENT_ID, 440524188001010014",
        "US_SSN, 219-09-9999",
        "UK_NI, AB 12 34 56 C",
        "UK_NI, JK987654D",
        "UK_NHS, 943 476 5919",
        "UK_NHS, 9434765919",
        "DE_TAX_ID, 86095742719",
        "DE_TAX_ID, 47 036 892 816",
        "DE_TAX_ID, 65929970489",
        "FR_NIR, 2 55 08 14 168 025 38",
        "FR_NIR, 255081416802538",
        "FR_NIR, 1 85 05 78 006 084 91",
        "ES_DNI, 12345678Z",
        "ES_DNI, X1234567L",
        "ES_DNI, 00000000-T",
        "IT_TAX_CODE, MRTMTT91D08F205J",
        "IT_TAX_CODE, RSSMRA85T10A562S",
        "IN_AADHAAR, 2341 2341 2346",
        "BR_CPF, 111.444.777-35",
        "BR_CPF, 52998224725",
        "CA_SIN, 046 454 286",
        "NL_BSN, 111222333",
        "PL_PESEL, 44051401359",
        "SE_PERSONNUMMER, 811228-9874",
        "SE_PERSONNUMMER, 19811228-9874",
        "MAC, 00:1A:2b:3c:4D:5e",
        "MAC, 00-1A-2B-3C-4D-5F",
        "IP, 192.168.0.1",
        "IP, 2001:db8::ff00:42:8329",
        "IP, 2001:0db8:0000:0000:0000:ff00:0042:8329",
        "IP, ::1",
        "EMAIL, ann.o'neil+news@mail.example.co.uk",
        "EMAIL, jürgen@example.de",
        "URL, https://example.org/a?b=c",
        "URL, www.example.org",
        "POSTCODE, SW1A 1AA",
        "POSTCODE, M1 1AE",
        "POSTCODE, K1A 0B1",
        "'COORDINATES', '48.40108, 9.98761'",
        "COORDINATES, -33.8688197 151.2092955",
        "PHONE, +49 731 1234567",
        "PHONE, +1 (415) 555-2671",
        "PHONE, 0044 20 7946 0958",
        "PHONE, (212) 555-1234",
        "PHONE, 415-555-2671",
        "PHONE, 020 7946 0958",
        "PHONE, 01 42 68 53 00",
        "PHONE, 0171/1234567"
    })
    void acceptsExamples(Kind kind, String value) {
        assertThat(kinds(value)).contains(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "CARD, 4111111111111112",
        "CARD, 1234567812345670",
        "CARD, 411111111111",
        "IBAN, DE88 3704 0044 0532 0130 00",
        "IBAN, GB82WEST1234569876543",
        "IBAN, XX82WEST12345698765432",
        "CN_RESIDENT_ID, 110105194912310021",
        "CN_RESIDENT_ID, 110105194913310021",
        "US_SSN, 666-12-3456",
        "US_SSN, 000-12-3456",
        "US_SSN, 912-12-3456",
        "US_SSN, 123-00-4567",
        "US_SSN, 123-45-0000",
        "UK_NI, BG 12 34 56 C",
        "UK_NI, QQ123456C",
        "UK_NI, AB123456E",
        "UK_NHS, 943 476 5918",
        "DE_TAX_ID, 86095742718",
        "DE_TAX_ID, 11111111111",
        "FR_NIR, 255081416802539",
        "FR_NIR, 955081416802538",
        "ES_DNI, 12345678A",
        "IT_TAX_CODE, MRTMTT91D08F205K",
        "IN_AADHAAR, 2341 2341 2347",
        "IN_AADHAAR, 1341 2341 2346",
        "BR_CPF, 111.444.777-36",
        "BR_CPF, 111.111.111-11",
        "CA_SIN, 046 454 287",
        "NL_BSN, 111222334",
        "PL_PESEL, 44051401358",
        "PL_PESEL, 44053401358",
        "SE_PERSONNUMMER, 811228-9875",
        "MAC, 00:1A:2b:3c:4D",
        "IP, 192.168.0.256",
        "IP, 12:30:45",
        "IP, 2001:db8::ff00::8329",
        "EMAIL, ann@example",
        "EMAIL, @example.org",
        "EMAIL, ann@@example.org",
        "URL, example",
        "POSTCODE, 12345",
        "COORDINATES, '48.4, 9.9'",
        "COORDINATES, '98.40108, 9.98761'",
        "PHONE, 12345678",
        "PHONE, 2021-03-04",
        "PHONE, 03.04.2021",
        "PHONE, 0.123456789",
        "PHONE, A191"
    })
    void refusesWhatOnlyLooksAlike(Kind kind, String value) {
        assertThat(kinds(value)).doesNotContain(kind);
    }

    @Property(tries = 200)
    void noticesEveryDigitThatIsWrong(
            @ForAll @IntRange(max = 40) int place, @ForAll @IntRange(min = 1, max = 9) int by) {
        assertThat(kinds(wrong("5500000000000004", place % 16, by))).doesNotContain(Kind.CARD);
        assertThat(kinds(wrong("11010519491231002X", place % 17, by))).doesNotContain(Kind.CN_RESIDENT_ID);
        assertThat(kinds(wrong("9434765919", place % 10, by))).doesNotContain(Kind.UK_NHS);
        assertThat(kinds(wrong("234123412346", place % 12, by))).doesNotContain(Kind.IN_AADHAAR);
        assertThat(kinds(wrong("DE89370400440532013000", 2 + place % 20, by))).doesNotContain(Kind.IBAN);
        assertThat(kinds(wrong("255081416802538", place % 15, by))).doesNotContain(Kind.FR_NIR);
        assertThat(kinds(wrong("12345678Z", place % 8, by))).doesNotContain(Kind.ES_DNI);
    }

    @Property(tries = 200)
    void takesAnyText(@ForAll String text) {
        new ValueForms(Set.of(Kind.values())).of(text);
        new FormFinder().find(text, (kind, start, end) -> assertThat(end)
                .isGreaterThan(start)
                .isLessThanOrEqualTo(text.length()));
    }

    private static String wrong(String number, int place, int by) {
        int digit = Character.digit(number.charAt(place), 10);
        return number.substring(0, place) + (digit + by) % 10 + number.substring(place + 1);
    }
}
