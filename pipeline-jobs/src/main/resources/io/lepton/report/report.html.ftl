<#import "parts.ftl" as p>
<@p.page title=report.title>
<header><h1>${report.title}</h1>
<p>${report.purpose}</p>
<p class="soft">Run <code>${report.runId}</code> · ${report.createdAt}</p></header>
<@p.cards/>
<@p.data/>
<@p.dataAuditSection/>
<@p.privacySection/>
<@p.modelsSection/>
<@p.curvesSection/>
<@p.fairnessSection/>
<@p.driversSection/>
<@p.lineageSection/>
</@p.page>
