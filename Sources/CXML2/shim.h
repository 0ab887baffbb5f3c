#pragma once
#include <libxml/xmlversion.h>
/* With it a header of ICU would come along, which is another one than that of Swift's Foundation. Nothing here needs it. */
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
