package io.lepton;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The import table of the design: a package may import what is listed here, and nothing else of ours. */
class ArchitectureTest {
    private static final Map<String, List<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("error", List.of()),
            Map.entry(
                    "jobs",
                    List.of(
                            "columns",
                            "config",
                            "lake",
                            "ingest",
                            "privacy",
                            "training",
                            "inference",
                            "fairness",
                            "explain",
                            "monitor",
                            "report",
                            "features",
                            "registry")),
            Map.entry("columns", List.of()),
            Map.entry("config", List.of()),
            Map.entry("lake", List.of()),
            Map.entry("ingest", List.of("lake")),
            Map.entry("privacy", List.of()),
            Map.entry("training", List.of("inference")),
            Map.entry("inference", List.of()),
            Map.entry("explain", List.of("inference")),
            Map.entry("fairness", List.of("columns")),
            Map.entry("report", List.of()));

    /** Read once; of classes that are not ours, by archunit.properties, only the names: the rules ask for no more. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.lepton");

    @TestFactory
    List<DynamicTest> everyPackageImportsOnlyWhatTheDesignAllows() {
        List<DynamicTest> tests = new ArrayList<>();
        MAY_IMPORT.forEach((name, imports) -> tests.add(DynamicTest.dynamicTest(name, () -> {
            List<String> allowed = new ArrayList<>(List.of(in(name), in("error")));
            imports.forEach(imported -> allowed.add(in(imported)));
            noClasses()
                    .that()
                    .resideInAPackage(in(name))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("io.lepton..")
                            .and(resideOutsideOfPackages(allowed.toArray(String[]::new))))
                    .check(CLASSES);
        })));
        return tests;
    }

    @Test
    void everyPackageOfThisModuleIsInTheTable() {
        List<String> unlisted = CLASSES.stream()
                .map(type -> type.getPackageName().replaceFirst("^io\\.lepton\\.?", ""))
                .map(name -> name.contains(".") ? name.substring(0, name.indexOf('.')) : name)
                .filter(name -> !name.isEmpty() && !MAY_IMPORT.containsKey(name))
                .distinct()
                .toList();

        assertThat(unlisted).isSubsetOf("cli", "features", "files", "registry", "testing");
    }

    private static String in(String name) {
        return "io.lepton." + name + "..";
    }
}
