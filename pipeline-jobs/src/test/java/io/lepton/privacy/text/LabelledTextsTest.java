package io.lepton.privacy.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.privacy.form.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Fifty messages of the kind that customers and doctors write, invented and labelled by hand before the first measurement. */
class LabelledTextsTest {
    private static final Pattern LABEL = Pattern.compile("\\{([A-Z_]+)\\|([^}]*)\\}");

    private record Labelled(String text, Set<Finding> expected) {}

    @Test
    void findsMostAndInventsLittle() throws IOException {
        Redactor redactor = Redactor.ofAll();
        List<String> wrong = new ArrayList<>();
        int labels = 0;
        int findings = 0;
        int right = 0;
        for (Labelled labelled : labelled()) {
            Set<Finding> found = new HashSet<>(redactor.findings(labelled.text()));
            labels += labelled.expected().size();
            findings += found.size();
            for (Finding finding : found) {
                boolean expected = labelled.expected().contains(finding);
                right += expected ? 1 : 0;
                if (!expected) {
                    wrong.add("invented " + finding.kind() + " " + finding.of(labelled.text()));
                }
            }
            labelled.expected().stream()
                    .filter(label -> !found.contains(label))
                    .forEach(label -> wrong.add("missed " + label.kind() + " " + label.of(labelled.text())));
        }

        assertThat((double) right / findings).as("precision; %s", wrong).isGreaterThanOrEqualTo(0.9);
        assertThat((double) right / labels).as("recall; %s", wrong).isGreaterThanOrEqualTo(0.85);
    }

    private static List<Labelled> labelled() throws IOException {
        List<Labelled> texts = new ArrayList<>();
        try (InputStream in = LabelledTextsTest.class.getResourceAsStream("labelled.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                StringBuilder text = new StringBuilder();
                Set<Finding> expected = new HashSet<>();
                Matcher label = LABEL.matcher(line);
                int at = 0;
                while (label.find()) {
                    text.append(line, at, label.start());
                    int start = text.length();
                    text.append(label.group(2));
                    expected.add(new Finding(Kind.valueOf(label.group(1)), start, text.length()));
                    at = label.end();
                }
                texts.add(new Labelled(text.append(line.substring(at)).toString(), expected));
            }
        }
        return texts;
    }
}
