package io.lepton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.schema.Manual;
import io.lepton.config.schema.Option;
import io.lepton.config.schema.PipelineSchema;
import io.lepton.error.LeptonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

class ManualTest {
    private final PipelineSchema schema = PipelineSchema.published();
    private final Manual manual = new Manual(schema);

    @Test
    void givesEverySectionALine() {
        String contents = manual.contents();

        assertThat(contents.lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100))
                .contains(
                        "  train                       What is learned, from which rows, by which models.",
                        "      xgboost                 Boosted trees by XGBoost.");
        List<String> sections =
                List.of("ingest", "source", "anonymize", "k-anonymity", "features", "models", "register", "gates");
        assertThat(sections).allSatisfy(section -> assertThat(contents).containsPattern("(?m)^ +" + section + "  "));
    }

    @Test
    void explainsASectionWithTypesRangesDefaultsAndAnExample() {
        assertThat(manual.page(schema.find("train.xgboost")))
                .startsWith(
                        """
                        train.models.xgboost: keys and values
                        Boosted trees by XGBoost: each tree corrects the ones before it.

                          rounds            whole number, 1 to 100000; default 100
                                            Number of trees.
                        """)
                .contains(
                        """
                          learning-rate     number, 0.000001 to 1; default 0.1
                                            Share of each tree's correction that is applied; smaller is steadier and needs
                                            more rounds.
                        """)
                .endsWith(
                        """

                        For example:

                          train:
                            models:
                              xgboost: {rounds: 200, depth: 4, learning-rate: 0.05}
                        """);
    }

    @Test
    void explainsWhatMayBeSaidOfEachColumn() {
        assertThat(manual.page(schema.find("anonymize.columns")))
                .contains("  COLUMN  one of keep, drop, mask, redact, pseudonymize, or keys and values\n")
                .contains("    keep-last    whole number, 0 to 1000; default 0\n")
                .contains("    width        number above 0\n")
                .contains(
                        "    method       one of keep, drop, mask, redact, pseudonymize, shift-dates, generalize, noise; required\n");
        assertThat(manual.page(schema.find("ingest.source")))
                .contains("  format       one of csv, json, parquet, delta, jdbc; default 'csv'\n")
                .contains("  null-values  list; default ['']\n");
        assertThat(manual.page(schema.find("audit.gates"))).contains("  metric     text; required\n");
    }

    @Test
    void findsOptionsByFullAndByShortNames() {
        assertThat(schema.find("train.models.xgboost")).isEqualTo(schema.find("train.xgboost"));
        assertThat(schema.find("xgboost").fullName()).isEqualTo("train.models.xgboost");
        assertThat(schema.find("source").fullName()).isEqualTo("ingest.source");
        assertThat(schema.find("audit.gates[0].metric").fullName()).isEqualTo("audit.gates.metric");
        assertThat(schema.find("anonymize.columns.zip.method").fullName()).isEqualTo("anonymize.columns.COLUMN.method");
        assertThat(schema.find("seed").description()).startsWith("Start of every random choice");
    }

    @Test
    void saysWhatMayHaveBeenMeant() {
        assertThatThrownBy(() -> schema.find("train.xgbost"))
                .isInstanceOf(LeptonException.class)
                .hasMessage("Cannot explain 'train.xgbost': the pipeline file has no such option. "
                        + "Did you mean 'train.models.xgboost'? All sections: lepton explain-config");
        assertThatThrownBy(() -> schema.find("weather"))
                .hasMessageEndingWith("has no such option. All sections: lepton explain-config");
        assertThatThrownBy(() -> schema.find("learning-rate"))
                .hasMessage("Cannot explain 'learning-rate': it may be train.models.xgboost.learning-rate, "
                        + "train.models.gradient-boosted-trees.learning-rate, train.models.neural-network.learning-rate. "
                        + "Name one of them.");
        assertThatThrownBy(() -> schema.find("")).hasMessageStartingWith("Cannot explain '': ");
        assertThatThrownBy(() -> schema.find("...")).hasMessageStartingWith("Cannot explain '...': ");
    }

    @Test
    void describesEveryOptionInASentence() {
        assertThat(schema.root().all())
                .allSatisfy(option ->
                        assertThat(option.description()).as(option.fullName()).matches("(?s)\\S.{10,}\\."));
    }

    @Test
    void hasAnExampleForEverySection() {
        assertThat(schema.root().options().stream()
                        .flatMap(Option::all)
                        .filter(option -> option.isSection() && !option.isChosen())
                        .filter(option -> option.examples().isEmpty())
                        .map(Option::fullName))
                .containsExactlyInAnyOrder(
                        "ingest.source.options",
                        "score.input.source",
                        "score.input.source.options",
                        "anonymize.columns.COLUMN.keyset",
                        "anonymize.k-anonymity.hierarchies",
                        "anonymize.k-anonymity.weights",
                        "anonymize.k-anonymity.sensitive",
                        "encryption.columns",
                        "audit.bins");
    }

    /** Each example in a file that is otherwise the smallest. */
    @TestFactory
    List<DynamicTest> givesExamplesThatAreValid() {
        List<DynamicTest> tests = new ArrayList<>();
        schema.root().all().forEach(option -> {
            for (Object example : option.examples()) {
                tests.add(DynamicTest.dynamicTest(option.fullName() + " " + example, () -> {
                    Map<String, Object> document =
                            new Yaml().load(PipelineText.minimal().yaml());
                    put(document, option.path(), example);
                    if (option.fullName().equals("train.ensemble")) {
                        put(document, List.of("train", "models"), Map.of("linear", Map.of(), "xgboost", Map.of()));
                    } else if (option.fullName().equals("train.mitigate")) {
                        put(document, List.of("audit", "protected-attributes"), List.of("sex"));
                    }

                    assertThat(new PipelineText(new Yaml().dump(document)).problems())
                            .isEmpty();
                }));
            }
        });
        assertThat(tests).hasSizeGreaterThan(25);
        return tests;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> document, List<String> path, Object value) {
        Map<String, Object> section = document;
        for (String name : path.subList(0, path.size() - 1)) {
            section = (Map<String, Object>) section.computeIfAbsent(name, absent -> new LinkedHashMap<>());
        }
        section.put(path.get(path.size() - 1), value);
    }
}
