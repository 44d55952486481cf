require "ereject";
ereject "mailbox full";
