/** The Camel component. */
package org.apache.camel.component.smtpx;
