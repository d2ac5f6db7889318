package io.lepton.report;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.OutputFormat;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Fills this package's templates; every value is escaped for the output's format. */
final class Templates {
    private Templates() {}

    static String html(String template, RunReport report) {
        return fill(template, report, HTMLOutputFormat.INSTANCE);
    }

    static String markdown(String template, RunReport report) {
        return fill(template, report, Markdown.FORMAT);
    }

    private static String fill(String name, RunReport report, OutputFormat format) {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setClassForTemplateLoading(Templates.class, "");
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setOutputFormat(format);
        configuration.setAutoEscapingPolicy(Configuration.ENABLE_IF_SUPPORTED_AUTO_ESCAPING_POLICY);
        configuration.setLocalizedLookup(false);
        configuration.setLogTemplateExceptions(false);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        Map<String, Object> values = Map.of(
                "report",
                report,
                "mitigation",
                report.mitigation().map(MitigationPage::new).stream().toList(),
                "dataAudit",
                report.dataAudit().stream().toList(),
                "privacy",
                report.privacy().stream().toList(),
                "calibration",
                report.calibration().stream().toList(),
                "fairness",
                report.fairness().stream().toList(),
                "say",
                new Sentences(report),
                "figures",
                new Figures());
        StringWriter text = new StringWriter();
        try {
            Template template = configuration.getTemplate(name);
            template.process(values, text);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the template " + name, e);
        } catch (TemplateException e) {
            throw new IllegalStateException("Cannot fill the template " + name + ": " + e.getMessage(), e);
        }
        return text.toString();
    }
}
