/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx.security;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;

import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.apache.camel.CamelContext;
import org.apache.camel.component.smtpx.SmtpxComponent;
import org.apache.camel.component.smtpx.observe.SmtpxConsole;
import org.apache.camel.console.DevConsole;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;

/** The management view of a context: JMX, the developer console, the health checks. */
final class ManagementView {

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final CamelContext context;
    private final PrintStream out;

    ManagementView(CamelContext context, PrintStream out) {
        this.context = context;
        this.out = out;
    }

    /** Has the health of producers watched; to be called before the context starts. */
    static void watch(CamelContext context) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        HealthCheckRepository producers = (HealthCheckRepository) registry.resolveById("producers");
        producers.setEnabled(true);
        registry.register(producers);
        context.getComponent("smtpx", SmtpxComponent.class).setHealthCheckProducerEnabled(true);
    }

    void show() throws JMException {
        for (String type : new String[] { "endpoints", "producers", "components", "services", "health" }) {
            for (ObjectName name : beans.queryNames(
                    new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",type=" + type + ",*"), null)) {
                out.println("MBean " + name);
                showAttributes(name);
                showOperations(name);
            }
        }
        SmtpxConsole console = new SmtpxConsole();
        console.setCamelContext(context);
        out.println("console " + console.call(DevConsole.MediaType.TEXT) + console.call(DevConsole.MediaType.JSON));
        for (HealthCheck.Result result : HealthCheckHelper.invoke(context, (HealthCheck check) -> Map.of(), check -> false,
                "full")) {
            out.println("health " + result.getCheck().getId() + " " + result.getState() + " " + result.getMessage() + " "
                        + result.getDetails() + " " + result.getError());
        }
    }

    private void showAttributes(ObjectName name) throws JMException {
        for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
            if (attribute.isReadable()) {
                out.println("attribute " + attribute.getName() + " " + shown(beans.getAttribute(name, attribute.getName())));
            }
        }
    }

    /** Of the operations without arguments those that answer something; the others start and stop things. */
    private void showOperations(ObjectName name) throws JMException {
        for (MBeanOperationInfo operation : beans.getMBeanInfo(name).getOperations()) {
            if (operation.getSignature().length == 0 && !operation.getReturnType().equals("void")) {
                Object answer = beans.invoke(name, operation.getName(), null, null);
                out.println("operation " + operation.getName() + " " + shown(answer));
            }
        }
    }

    private static String shown(Object value) {
        return value instanceof Object[] many ? Arrays.deepToString(many) : String.valueOf(value);
    }
}
