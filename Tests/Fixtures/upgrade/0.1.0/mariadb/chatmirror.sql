/*M!999999\- enable the sandbox mode */ 

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;
DROP TABLE IF EXISTS `accounts`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `accounts` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `name` varchar(255) NOT NULL,
  `kind` int(11) NOT NULL,
  `base_url` longtext NOT NULL,
  `models` longtext NOT NULL,
  `contexts` longtext NOT NULL,
  `status` int(11) NOT NULL,
  `status_reason` longtext NOT NULL,
  `priority` bigint(20) NOT NULL,
  `weight` bigint(20) NOT NULL,
  `sealed_key` blob DEFAULT NULL,
  `sealed_proxy` blob DEFAULT NULL,
  `remark` longtext NOT NULL,
  `created_at` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `accounts_by_priority` (`priority`,`id`)
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `accounts` WRITE;
/*!40000 ALTER TABLE `accounts` DISABLE KEYS */;
INSERT INTO `accounts` VALUES (1,'Demo',1000,'','[\"demo\",\"demo-reasoning\"]','{}',1,'',0,1,NULL,NULL,'',1795866989171);
INSERT INTO `accounts` VALUES (2,'old upstream',1,'http://127.0.0.1:34721','[\"test-model\"]','{}',1,'',0,1,'v2\0\0\0\0\0\0\0v1jDX∏;E&Ù8-YÆ“ÙFàÈ>\r¬|«Ü^0Àéq:Ëù/Ç’“ﬁ ÿÒÅËóSAs',NULL,'',1795866989300);
/*!40000 ALTER TABLE `accounts` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `audit`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `audit` (
  `id` bigint(20) NOT NULL,
  `created_at` bigint(20) NOT NULL,
  `user_id` bigint(20) DEFAULT NULL,
  `username` varchar(255) NOT NULL,
  `address` varchar(255) NOT NULL,
  `action` varchar(64) NOT NULL,
  `object_kind` varchar(64) DEFAULT NULL,
  `object_id` bigint(20) DEFAULT NULL,
  `object_name` varchar(255) DEFAULT NULL,
  `before_value` longtext NOT NULL,
  `after_value` longtext NOT NULL,
  `result` varchar(64) NOT NULL,
  `hash` varbinary(64) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `audit_by_user` (`user_id`,`id`),
  KEY `audit_by_object` (`object_kind`,`object_id`,`id`),
  KEY `audit_by_action` (`action`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `audit` WRITE;
/*!40000 ALTER TABLE `audit` DISABLE KEYS */;
INSERT INTO `audit` VALUES (1,1795866989171,NULL,'chatmirror serve','','member.created','member',1,'demo','','','done','{	òûÑÉp¬m7Îµ#ã/d˝{ÂŸ∆{ÿjﬂ€ñ‰');
INSERT INTO `audit` VALUES (2,1795866989171,NULL,'chatmirror serve','','link.issued','member',1,'demo','','','done','DRÀ≤ô±(˘œ˘D¡wŸës∫hí1ﬁg˙à2ÿï');
INSERT INTO `audit` VALUES (3,1795866989296,2,'boss','127.0.0.1','setup','member',2,'boss','','{\"username\":\"boss\",\"display_name\":\"boss\",\"role\":100,\"status\":1,\"package_id\":null,\"remark\":\"\"}','done','Ã-‰úYw˛YÏD\\avÍ–°tô∆uhÉÚ');
INSERT INTO `audit` VALUES (4,1795866989302,2,'boss','127.0.0.1','account.created','account',2,'old upstream','','{\"name\":\"old upstream\",\"type\":1,\"base_url\":\"http://127.0.0.1:34721\",\"models\":\"test-model\",\"contexts\":{},\"status\":1,\"priority\":0,\"weight\":1,\"proxy\":\"\",\"remark\":\"\",\"key\":\"471ca22e033b718d\"}','done','7¨^‚™P+,|PXõà’èq¸z<p⁄´|\0i¶›B');
INSERT INTO `audit` VALUES (5,1795866989307,2,'boss','127.0.0.1','package.created','package',1,'of member1','','{\"name\":\"of member1\",\"limits\":[{\"window\":\"hour\",\"limit\":10},{\"window\":\"day\",\"limit\":20},{\"window\":\"week\",\"limit\":30},{\"window\":\"month\",\"limit\":40}]}','done','˙† ¿Î˜F£lU1“’[ò+R§]ªñõ«±.òáÈ');
INSERT INTO `audit` VALUES (6,1795866989311,2,'boss','127.0.0.1','member.created','member',3,'member1','','{\"username\":\"member1\",\"display_name\":\"member1\",\"role\":1,\"status\":1,\"package_id\":1,\"remark\":\"\"}','done','¢ﬂ”	\'‹GÅ6Æm=‡énn4¨\rê(‹W˙Ÿ⁄ñÍ8');
INSERT INTO `audit` VALUES (7,1795866989316,2,'boss','127.0.0.1','binding.created','binding',2,'','','{\"id\":2,\"user_id\":3,\"username\":\"member1\",\"channel_id\":2,\"channel_name\":\"old upstream\",\"mode\":\"shared\",\"priority\":0,\"created_time\":1795866989}','done','{}∂QÍ@xÛÁ¡5ˆıMƒE{$F˘1˙‰ÒHJ¯9');
INSERT INTO `audit` VALUES (8,1795866989320,2,'boss','127.0.0.1','link.issued','member',3,'member1','','{\"expires_at\":null}','done','πF∏ÍÎ∑¸lBN∑jWõ–úØFaåÙ.R÷s≥6');
INSERT INTO `audit` VALUES (9,1795866989348,3,'member1','127.0.0.1','link.used','link',2,'','','','done','úeÄ%B‚ÜõöT6sp|ÚA^9c“,âtœŸB”');
INSERT INTO `audit` VALUES (10,1795866989351,2,'boss','127.0.0.1','member.created','member',4,'member2','','{\"username\":\"member2\",\"display_name\":\"member2\",\"role\":1,\"status\":1,\"package_id\":null,\"remark\":\"\"}','done','ÿV£6Üì“ ’	ˇ†.t‡°w◊˜ãèg-<');
INSERT INTO `audit` VALUES (11,1795866989355,2,'boss','127.0.0.1','binding.created','binding',3,'','','{\"id\":3,\"user_id\":4,\"username\":\"member2\",\"channel_id\":2,\"channel_name\":\"old upstream\",\"mode\":\"shared\",\"priority\":0,\"created_time\":1795866989}','done','gù’RÒcw‡õ:´˚^G.πâc˜±t\"ÅöE√Ä+B');
INSERT INTO `audit` VALUES (12,1795866989359,2,'boss','127.0.0.1','link.issued','member',4,'member2','','{\"expires_at\":null}','done','Ãê¶Ω)d{p|.\ZÃ•	ø\r\'U<EÎ}ﬂ&ÃR');
INSERT INTO `audit` VALUES (13,1795866989382,4,'member2','127.0.0.1','link.used','link',3,'','','','done','®`%9ëW»6)ÖR…cME$çWMÑ>‡ê_.˛ŸQ');
/*!40000 ALTER TABLE `audit` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `audit_head`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `audit_head` (
  `place` bigint(20) NOT NULL,
  `id` bigint(20) NOT NULL,
  `hash` varbinary(64) NOT NULL,
  PRIMARY KEY (`place`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `audit_head` WRITE;
/*!40000 ALTER TABLE `audit_head` DISABLE KEYS */;
INSERT INTO `audit_head` VALUES (1,13,'®`%9ëW»6)ÖR…cME$çWMÑ>‡ê_.˛ŸQ');
/*!40000 ALTER TABLE `audit_head` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `bindings`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `bindings` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `user_id` bigint(20) NOT NULL,
  `account_id` bigint(20) NOT NULL,
  `mode` varchar(16) NOT NULL,
  `priority` bigint(20) NOT NULL,
  `created_at` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `bindings_by_user` (`user_id`,`account_id`),
  KEY `bindings_by_account` (`account_id`),
  CONSTRAINT `bindings_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`),
  CONSTRAINT `bindings_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `bindings` WRITE;
/*!40000 ALTER TABLE `bindings` DISABLE KEYS */;
INSERT INTO `bindings` VALUES (1,1,1,'shared',0,1795866989171);
INSERT INTO `bindings` VALUES (2,3,2,'shared',0,1795866989314);
INSERT INTO `bindings` VALUES (3,4,2,'shared',0,1795866989354);
/*!40000 ALTER TABLE `bindings` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `conversations`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `conversations` (
  `user_id` bigint(20) NOT NULL,
  `id` varchar(64) NOT NULL,
  `title` longtext NOT NULL,
  `account_id` bigint(20) DEFAULT NULL,
  `model` varchar(255) NOT NULL,
  `current_node` varchar(64) DEFAULT NULL,
  `is_archived` tinyint(4) NOT NULL,
  `created_at` bigint(20) NOT NULL,
  `updated_at` bigint(20) NOT NULL,
  PRIMARY KEY (`user_id`,`id`),
  KEY `conversations_by_update` (`user_id`,`is_archived`,`updated_at`,`id`),
  KEY `conversations_by_creation` (`user_id`,`is_archived`,`created_at`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `conversations` WRITE;
/*!40000 ALTER TABLE `conversations` DISABLE KEYS */;
INSERT INTO `conversations` VALUES (3,'8f6c8096-dcd8-4a64-ace5-6760ff637933','New chat',2,'test-model','66f1c172-78cf-440e-b1f9-2fabd03803c1',0,1795866989605,1795866989605);
INSERT INTO `conversations` VALUES (3,'a162b09f-0308-4c87-90be-1934fc078402','New chat',2,'test-model','8417efe2-f21d-4129-82e3-8d61409c14a5',0,1795866989387,1795866989498);
INSERT INTO `conversations` VALUES (4,'72c7c0a8-f38f-4d1f-801e-d7674081a526','New chat',2,'test-model','76052efb-7995-4465-8664-8133620bc11d',0,1795866989716,1795866989716);
/*!40000 ALTER TABLE `conversations` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `data_keys`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `data_keys` (
  `id` bigint(20) NOT NULL,
  `wrapped` varbinary(255) NOT NULL,
  `created_at` bigint(20) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `data_keys` WRITE;
/*!40000 ALTER TABLE `data_keys` DISABLE KEYS */;
INSERT INTO `data_keys` VALUES (1,'v1ÌJø÷ÁS`Zè©z(œ◊Ó©>iﬁ~¢µ≥ï∑ÎÀ∞!—Îûu…-¬@1Z|L¿ÕgÔπS˛Zb&Ø´Á˜úcÏ4õ‡,uZUA',1795866989138);
/*!40000 ALTER TABLE `data_keys` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `deleted_users`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `deleted_users` (
  `user_id` bigint(20) NOT NULL,
  `keep_until` bigint(20) NOT NULL,
  PRIMARY KEY (`user_id`),
  KEY `deleted_users_by_end` (`keep_until`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `deleted_users` WRITE;
/*!40000 ALTER TABLE `deleted_users` DISABLE KEYS */;
/*!40000 ALTER TABLE `deleted_users` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `locks`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `locks` (
  `name` varchar(64) NOT NULL,
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `locks` WRITE;
/*!40000 ALTER TABLE `locks` DISABLE KEYS */;
INSERT INTO `locks` VALUES ('admins');
INSERT INTO `locks` VALUES ('data_keys');
INSERT INTO `locks` VALUES ('processes');
/*!40000 ALTER TABLE `locks` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `messages`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `messages` (
  `user_id` bigint(20) NOT NULL,
  `id` varchar(64) NOT NULL,
  `conversation_id` varchar(64) NOT NULL,
  `parent_id` varchar(64) DEFAULT NULL,
  `sequence` bigint(20) NOT NULL,
  `role` varchar(16) NOT NULL,
  `kind` varchar(16) NOT NULL,
  `text` longtext NOT NULL,
  `status` varchar(32) NOT NULL,
  `failure` varchar(64) DEFAULT NULL,
  `finish_reason` varchar(64) DEFAULT NULL,
  `omitted` bigint(20) NOT NULL,
  `model` varchar(255) NOT NULL,
  `turn_id` varchar(64) NOT NULL,
  `created_at` bigint(20) NOT NULL,
  PRIMARY KEY (`user_id`,`id`),
  UNIQUE KEY `messages_in_order` (`user_id`,`conversation_id`,`sequence`),
  CONSTRAINT `messages_conversation` FOREIGN KEY (`user_id`, `conversation_id`) REFERENCES `conversations` (`user_id`, `id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `messages` WRITE;
/*!40000 ALTER TABLE `messages` DISABLE KEYS */;
INSERT INTO `messages` VALUES (3,'0a612e42-1d4b-42e0-bbc9-527d8741a60d','a162b09f-0308-4c87-90be-1934fc078402',NULL,1,'user','text','[[echo]] Guten Tag ‰Ω†Â•Ω [[words=1]]','finished_successfully',NULL,NULL,0,'test-model','cd3b7bec-dcad-42e7-9b89-e09cf9824638',1795866989387);
INSERT INTO `messages` VALUES (3,'3b02de17-935e-42cf-aafb-4bbc899e6346','a162b09f-0308-4c87-90be-1934fc078402','0a612e42-1d4b-42e0-bbc9-527d8741a60d',3,'assistant','text','[[echo]] Guten Tag ‰Ω†Â•Ω [[words=1]]word0 ','finished_successfully',NULL,'stop',0,'test-model','cd3b7bec-dcad-42e7-9b89-e09cf9824638',1795866989387);
INSERT INTO `messages` VALUES (3,'4168082e-4786-41c5-b87f-89a75fd56437','a162b09f-0308-4c87-90be-1934fc078402','3b02de17-935e-42cf-aafb-4bbc899e6346',4,'user','text','[[reasoning]] second [[words=3]]','finished_successfully',NULL,NULL,0,'test-model','e06b7b84-9c87-4169-b779-edcbabcf4176',1795866989498);
INSERT INTO `messages` VALUES (3,'66f1c172-78cf-440e-b1f9-2fabd03803c1','8f6c8096-dcd8-4a64-ace5-6760ff637933','e9ad1714-53fc-42d1-a4a2-63e50a2547fd',3,'assistant','text','','error','upstream_error',NULL,0,'test-model','130c3b79-3142-4d03-92ed-383442fae842',1795866989605);
INSERT INTO `messages` VALUES (3,'8417efe2-f21d-4129-82e3-8d61409c14a5','a162b09f-0308-4c87-90be-1934fc078402','b66a28e8-5a06-4415-ab24-2fac0a386e93',6,'assistant','text','word0 word1 word2 ','finished_successfully',NULL,'stop',0,'test-model','e06b7b84-9c87-4169-b779-edcbabcf4176',1795866989498);
INSERT INTO `messages` VALUES (3,'b66a28e8-5a06-4415-ab24-2fac0a386e93','a162b09f-0308-4c87-90be-1934fc078402','4168082e-4786-41c5-b87f-89a75fd56437',5,'assistant','thoughts','Let me think. Done.','finished_successfully',NULL,NULL,0,'test-model','e06b7b84-9c87-4169-b779-edcbabcf4176',1795866989498);
INSERT INTO `messages` VALUES (3,'e9ad1714-53fc-42d1-a4a2-63e50a2547fd','8f6c8096-dcd8-4a64-ace5-6760ff637933',NULL,1,'user','text','[[status=500]] fails','finished_successfully',NULL,NULL,0,'test-model','130c3b79-3142-4d03-92ed-383442fae842',1795866989605);
INSERT INTO `messages` VALUES (4,'76052efb-7995-4465-8664-8133620bc11d','72c7c0a8-f38f-4d1f-801e-d7674081a526','b4d3d398-cb3c-4755-80d3-af6e0a287f5a',3,'assistant','text','word0 word1 ','finished_successfully',NULL,'stop',0,'test-model','0383d489-13c0-4643-80b0-3d17f5d62247',1795866989716);
INSERT INTO `messages` VALUES (4,'b4d3d398-cb3c-4755-80d3-af6e0a287f5a','72c7c0a8-f38f-4d1f-801e-d7674081a526',NULL,1,'user','text','bob\'s secret [[words=2]]','finished_successfully',NULL,NULL,0,'test-model','0383d489-13c0-4643-80b0-3d17f5d62247',1795866989716);
/*!40000 ALTER TABLE `messages` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `package_limits`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `package_limits` (
  `package_id` bigint(20) NOT NULL,
  `position` int(11) NOT NULL,
  `quota_window` varchar(16) NOT NULL,
  `messages` bigint(20) NOT NULL,
  PRIMARY KEY (`package_id`,`position`),
  CONSTRAINT `package_limits_package` FOREIGN KEY (`package_id`) REFERENCES `packages` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `package_limits` WRITE;
/*!40000 ALTER TABLE `package_limits` DISABLE KEYS */;
INSERT INTO `package_limits` VALUES (1,0,'hour',10);
INSERT INTO `package_limits` VALUES (1,1,'day',20);
INSERT INTO `package_limits` VALUES (1,2,'week',30);
INSERT INTO `package_limits` VALUES (1,3,'month',40);
/*!40000 ALTER TABLE `package_limits` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `packages`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `packages` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `name` varchar(255) NOT NULL,
  `created_at` bigint(20) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `packages` WRITE;
/*!40000 ALTER TABLE `packages` DISABLE KEYS */;
INSERT INTO `packages` VALUES (1,'of member1',1795866989306);
/*!40000 ALTER TABLE `packages` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `processes`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `processes` (
  `id` varchar(64) NOT NULL,
  `beat_at` bigint(20) NOT NULL,
  `steady_since` bigint(20) NOT NULL,
  `is_alone` tinyint(4) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `processes` WRITE;
/*!40000 ALTER TABLE `processes` DISABLE KEYS */;
/*!40000 ALTER TABLE `processes` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `schema_migrations`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `schema_migrations` (
  `version` bigint(20) NOT NULL,
  `name` varchar(100) NOT NULL,
  `checksum` varchar(16) NOT NULL,
  `applied_at` bigint(20) NOT NULL,
  PRIMARY KEY (`version`)
) ENGINE=InnoDB DEFAULT CHARSET=latin1 COLLATE=latin1_swedish_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `schema_migrations` WRITE;
/*!40000 ALTER TABLE `schema_migrations` DISABLE KEYS */;
INSERT INTO `schema_migrations` VALUES (1,'start','7f5ae299b996959a',1795866989069);
INSERT INTO `schema_migrations` VALUES (2,'presence','4564eaf143425c3b',1795866989069);
INSERT INTO `schema_migrations` VALUES (3,'settings','5fe0794eeff4a7cb',1795866989069);
INSERT INTO `schema_migrations` VALUES (4,'audit','fb579683dce2c9f8',1795866989069);
INSERT INTO `schema_migrations` VALUES (5,'sessions','26babaf425e6a56d',1795866989069);
INSERT INTO `schema_migrations` VALUES (6,'data_keys','64afc7553a4f284e',1795866989069);
INSERT INTO `schema_migrations` VALUES (7,'epochs','89c7751a482fd7ab',1795866989069);
/*!40000 ALTER TABLE `schema_migrations` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `sessions`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `sessions` (
  `hash` varbinary(64) NOT NULL,
  `user_id` bigint(20) NOT NULL,
  `link_id` bigint(20) DEFAULT NULL,
  `created_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) NOT NULL,
  `last_seen_at` bigint(20) DEFAULT NULL,
  `confirmed_at` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`hash`),
  KEY `sessions_by_user` (`user_id`),
  KEY `sessions_by_link` (`link_id`),
  KEY `sessions_by_end` (`expires_at`),
  KEY `sessions_by_use` (`last_seen_at`),
  CONSTRAINT `sessions_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `sessions` WRITE;
/*!40000 ALTER TABLE `sessions` DISABLE KEYS */;
INSERT INTO `sessions` VALUES ('.⁄„2•R?@ˇLˇe\n$#ıÂÇ;n‚ìƒ`\n¢',4,3,1795866989381,1798458989381,1795866989381,NULL);
INSERT INTO `sessions` VALUES ('‡¨‚:}(≈≤Ÿ(◊ˆ°1uOFOLäˇt≠9\Z•DÌ¥',2,NULL,1795866989296,1798458989296,1795866989296,1795866989296);
INSERT INTO `sessions` VALUES ('Ù¯{∆∆æaµ^¡∂„âÈH$f†`&∆˘ÂéRæ\"d',3,2,1795866989346,1798458989346,1795866989346,NULL);
/*!40000 ALTER TABLE `sessions` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `settings`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `settings` (
  `name` varchar(64) NOT NULL,
  `value` blob NOT NULL,
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `settings` WRITE;
/*!40000 ALTER TABLE `settings` DISABLE KEYS */;
/*!40000 ALTER TABLE `settings` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `share_links`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `share_links` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `user_id` bigint(20) NOT NULL,
  `hash` varbinary(64) NOT NULL,
  `created_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) DEFAULT NULL,
  `last_used_at` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `share_links_by_user` (`user_id`),
  UNIQUE KEY `share_links_by_hash` (`hash`),
  CONSTRAINT `share_links_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `share_links` WRITE;
/*!40000 ALTER TABLE `share_links` DISABLE KEYS */;
INSERT INTO `share_links` VALUES (1,1,'≤¬•c˝Ë¡Ωƒ–”#ê:†‘bÓ\"=ŒT<¸’pø	r',1795866989171,1795953389171,NULL);
INSERT INTO `share_links` VALUES (2,3,'c§‡†ÌBÈ™“p◊y§˛\Z<I( c∞C«?/.µªA∑',1795866989319,NULL,1795866989348);
INSERT INTO `share_links` VALUES (3,4,'ÃË≈\0êÈı¸†°PÛéˇ\\ÛÖ¯$†ìuê˜QIÃ',1795866989358,NULL,1795866989382);
/*!40000 ALTER TABLE `share_links` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `turns`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `turns` (
  `id` varchar(64) NOT NULL,
  `user_id` bigint(20) NOT NULL,
  `conversation_id` varchar(64) NOT NULL,
  `sequence` bigint(20) NOT NULL,
  `running` varchar(64) DEFAULT NULL,
  `question_id` varchar(64) NOT NULL,
  `answer_id` varchar(64) NOT NULL,
  `thoughts_id` varchar(64) NOT NULL,
  `account_id` bigint(20) NOT NULL,
  `model` varchar(255) NOT NULL,
  `status` varchar(32) NOT NULL,
  `quota` varchar(16) NOT NULL,
  `created_at` bigint(20) NOT NULL,
  `first_output_at` bigint(20) DEFAULT NULL,
  `ended_at` bigint(20) DEFAULT NULL,
  `failure` varchar(64) DEFAULT NULL,
  `prompt_tokens` bigint(20) DEFAULT NULL,
  `completion_tokens` bigint(20) DEFAULT NULL,
  `cached_tokens` bigint(20) DEFAULT NULL,
  `process_id` varchar(64) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `turns_running` (`user_id`,`running`),
  KEY `turns_in_order` (`user_id`,`conversation_id`,`sequence`),
  KEY `turns_by_status` (`status`),
  KEY `turns_by_creation` (`created_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `turns` WRITE;
/*!40000 ALTER TABLE `turns` DISABLE KEYS */;
INSERT INTO `turns` VALUES ('0383d489-13c0-4643-80b0-3d17f5d62247',4,'72c7c0a8-f38f-4d1f-801e-d7674081a526',3,NULL,'b4d3d398-cb3c-4755-80d3-af6e0a287f5a','76052efb-7995-4465-8664-8133620bc11d','0dd7db8e-7ed7-471d-8d0d-fdb8094ec008',2,'test-model','finished_successfully','committed',1795866989716,1795866989719,1795866989719,NULL,11,2,0,'eca89cc4-a54f-460f-a198-83864410a523');
INSERT INTO `turns` VALUES ('130c3b79-3142-4d03-92ed-383442fae842',3,'8f6c8096-dcd8-4a64-ace5-6760ff637933',3,NULL,'e9ad1714-53fc-42d1-a4a2-63e50a2547fd','66f1c172-78cf-440e-b1f9-2fabd03803c1','10e8be65-9837-424b-acfe-63679c21272e',2,'test-model','error','refunded',1795866989605,NULL,1795866989609,'upstream_error',NULL,NULL,NULL,'eca89cc4-a54f-460f-a198-83864410a523');
INSERT INTO `turns` VALUES ('cd3b7bec-dcad-42e7-9b89-e09cf9824638',3,'a162b09f-0308-4c87-90be-1934fc078402',3,NULL,'0a612e42-1d4b-42e0-bbc9-527d8741a60d','3b02de17-935e-42cf-aafb-4bbc899e6346','9162a60f-d74c-4cef-8912-96f3310bc281',2,'test-model','finished_successfully','committed',1795866989387,1795866989393,1795866989394,NULL,11,1,0,'eca89cc4-a54f-460f-a198-83864410a523');
INSERT INTO `turns` VALUES ('e06b7b84-9c87-4169-b779-edcbabcf4176',3,'a162b09f-0308-4c87-90be-1934fc078402',6,NULL,'4168082e-4786-41c5-b87f-89a75fd56437','8417efe2-f21d-4129-82e3-8d61409c14a5','b66a28e8-5a06-4415-ab24-2fac0a386e93',2,'test-model','finished_successfully','committed',1795866989498,1795866989503,1795866989503,NULL,11,3,0,'eca89cc4-a54f-460f-a198-83864410a523');
/*!40000 ALTER TABLE `turns` ENABLE KEYS */;
UNLOCK TABLES;
DROP TABLE IF EXISTS `users`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `users` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `username` varchar(255) NOT NULL,
  `display_name` varchar(255) NOT NULL,
  `password_hash` varchar(255) DEFAULT NULL,
  `role` int(11) NOT NULL,
  `status` int(11) NOT NULL,
  `package_id` bigint(20) DEFAULT NULL,
  `remark` longtext NOT NULL,
  `created_at` bigint(20) NOT NULL,
  `last_seen_at` bigint(20) DEFAULT NULL,
  `epoch` bigint(20) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `users_by_username` (`username`),
  KEY `users_by_package` (`package_id`),
  KEY `users_by_role` (`role`),
  CONSTRAINT `users_package` FOREIGN KEY (`package_id`) REFERENCES `packages` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

LOCK TABLES `users` WRITE;
/*!40000 ALTER TABLE `users` DISABLE KEYS */;
INSERT INTO `users` VALUES (1,'demo','Demo',NULL,1,1,NULL,'',1795866989171,NULL,2);
INSERT INTO `users` VALUES (2,'boss','boss','$argon2id$v=19$m=65536,t=2,p=1$YKEtOpEg3TPSFRgcILhT8A$S3ifK8qI+y4pH/OG/S1U2BXucSiQUTqudUAfCUaKYM8',100,1,NULL,'',1795866989294,1795866989299,0);
INSERT INTO `users` VALUES (3,'member1','member1',NULL,1,1,1,'',1795866989310,1795866989385,4);
INSERT INTO `users` VALUES (4,'member2','member2',NULL,1,1,NULL,'',1795866989351,1795866989714,4);
/*!40000 ALTER TABLE `users` ENABLE KEYS */;
UNLOCK TABLES;
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

