package io.lepton.privacy.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.privacy.form.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private final Redactor redactor = Redactor.ofAll();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Write to ann.lee@example.org, please.|Write to [EMAIL], please.",
                "See https://example.org/ann?x=1.|See [URL].",
                "Call (415) 555-2671 or +44 20 7946 0958!|Call [PHONE] or [PHONE]!",
                "My mobile is 07911 123456|My mobile is [PHONE]",
                "Pay to DE89 3704 0044 0532 0130 00 today|Pay to [IBAN] today",
                "Card 4111-1111-1111-1111 was declined|Card [CARD] was declined",
                "SSN 219-09-9999, or social security 219099999|SSN [US_SSN], or social security [US_SSN]",
                "NHS number 943 476 5919|NHS number [UK_NHS]",
                "DNI 12345678Z, NIE X1234567L|DNI [ES_DNI], NIE [ES_DNI]",
                "from 192.168.0.1 and fe80::1ff:fe23:4567:890a|from [IP] and [IP]",
                "version 1.2.3.4 of the driver|version 1.2.3.4 of the driver",
                "born on 12 March 1980, hired on 12 March 2010|born on [DATE_OF_BIRTH], hired on 12 March 2010",
                "DOB: 12/03/1980|DOB: [DATE_OF_BIRTH]",
                "geboren am 3.4.1975 in Ulm|geboren am [DATE_OF_BIRTH] in [PLACE]",
                "at 48.40108, 9.98761|at [COORDINATES]",
                "She lives at 12 Park Road, London SW1A 1AA|She lives at [ADDRESS], [PLACE] [POSTCODE]",
                "Hauptstraße 5, 89073 Ulm|[ADDRESS], [POSTCODE] [PLACE]",
                "12 rue de la Paix, 75002 Paris|[ADDRESS], [POSTCODE] [PLACE]",
                "San Francisco, CA 94105|[PLACE], CA [POSTCODE]"
            })
    void replacesWhatHasAForm(String text, String redacted) {
        assertThat(redactor.redact(text)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "I met John Kowalski yesterday.|I met [PERSON] yesterday.",
                "Kowalski, John came late|[PERSON] came late",
                "Dear Maria, thank you|Dear [PERSON], thank you",
                "My name is Rose and I am ill|My name is [PERSON] and I am ill",
                "Mr. Smith met Frau Dr. Müller|Mr. [PERSON] met Frau Dr. [PERSON]",
                "J. R. R. Tolkien wrote it|[PERSON] wrote it",
                "John F. Kennedy spoke|[PERSON] spoke",
                "Vincent van Gogh painted|[PERSON] painted",
                "Jürgen Müller und Zoë García|[PERSON] und [PERSON]",
                "Anna Kowalska called. Later Kowalska wrote.|[PERSON] called. Later [PERSON] wrote.",
                "Angela's phone was lost|[PERSON]'s phone was lost",
                "Paris Hilton flew to Paris|[PERSON] flew to [PLACE]",
                "Will Smith will come|[PERSON] will come",
                "my name is john kowalski|my name is [PERSON]",
                "i met steven spielberg in new york|i met [PERSON] in [PLACE]",
                "From São Paulo to Frankfurt am Main|From [PLACE] to [PLACE]",
                "We live in Reading, near Bath|We live in [PLACE], near [PLACE]"
            })
    void replacesNamesOfPersonsAndPlaces(String text, String redacted) {
        assertThat(redactor.redact(text)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Will you come in May or in June?",
                "May I ask? Rose petals fell. Hope remains. Mark the date.",
                "Reading books is nice. Nice work!",
                "The invoice 20210304-17 over 1,234.56 EUR was paid at 12:30:45.",
                "Ratio 0.123456789, order 123456789, range 10-20, 2021-03-04",
                "std::vector and a::b, 1:2:3",
                "thank you very much, i will see you on monday",
                "THE ORDER HAS BEEN SENT",
                ""
            })
    void leavesOrdinaryTextAlone(String text) {
        assertThat(redactor.redact(text)).isEqualTo(text);
    }

    @Test
    void looksOnlyForWhatIsAskedFor() {
        Redactor mail = new Redactor(Set.of(Kind.EMAIL));

        assertThat(mail.redact("John Kowalski: j@example.org, +49 731 1234567"))
                .isEqualTo("John Kowalski: [EMAIL], +49 731 1234567");
        assertThatThrownBy(() -> new Redactor(Set.of())).hasMessage("A redactor of nothing; at least one kind");
    }

    @Test
    void saysWhereAndNotWhat() {
        List<Finding> findings = redactor.findings("Hi John Kowalski");

        assertThat(findings).containsExactly(new Finding(Kind.PERSON, 3, 16));
        assertThat(findings.get(0)).asString().doesNotContain("Kowalski");
        assertThat(findings.get(0).of("Hi John Kowalski")).isEqualTo("John Kowalski");
    }

    @Test
    void travelsToOtherMachines() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(redactor);
        }
        Redactor there;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            there = (Redactor) in.readObject();
        }

        assertThat(bytes.size()).isLessThan(2_000);
        assertThat(there.redact("j@example.org")).isEqualTo("[EMAIL]");
        assertThat(there.kinds()).hasSize(Kind.values().length);
    }

    /** Backtracking would take hours. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1 ",
                "1-",
                "+",
                "(",
                "a",
                "A",
                "a.",
                "@",
                "a@",
                "a@a.",
                ":",
                "::",
                "1:",
                "www.",
                "http://",
                "J. ",
                "J.",
                "John ",
                "a'",
                "a-",
                "DE89 ",
                "New ",
                "San ",
                "12 Main ",
                "4111 ",
                "Mr. ",
                "van ",
                "é",
                "rue de ",
                "born 1.1.",
                "0171/",
                "\u0301"
            })
    void takesTimeByLengthAlone(String part) {
        String text = part.repeat(50_000 / part.length());

        Assertions.assertTimeout(Duration.ofSeconds(2), () -> redactor.redact(text));
    }

    @Property(tries = 300)
    void findingsLieInTheTextAndApart(
            @ForAll
                    @StringLength(max = 300)
                    @Chars({'a', 'A', 'J', 'o', 'h', 'n', '1', '9', ' ', '.', '@', '-', '+', ':', '(', 'é'})
                    String text) {
        int at = 0;
        for (Finding finding : redactor.findings(text)) {
            assertThat(finding.start()).isGreaterThanOrEqualTo(at);
            assertThat(finding.end()).isGreaterThan(finding.start()).isLessThanOrEqualTo(text.length());
            at = finding.end();
        }
    }

    @Property(tries = 200)
    void finishesWhatItBegan(@ForAll @StringLength(max = 200) String text) {
        String once = redactor.redact("Ask ann@example.org. " + text);

        assertThat(once).startsWith("Ask [EMAIL].").doesNotContain("ann@example.org");
    }
}
